package mysql

import (
	"errors"
	"net"
	"net/url"
	"strconv"
	"strings"

	driver "github.com/go-sql-driver/mysql"
)

// parse reads the URL of a server: mysql://user:password@host:3306/, or with
// ?socket= its path; other parameters are those of go-sql-driver.
func parse(text string) (address, error) {
	none := errors.New("it is not a URL like mysql://user:password@host:3306/")
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "mysql" && u.Scheme != "mariadb" || u.User.Username() == "" {
		return address{}, none
	}
	a := address{host: u.Hostname(), user: u.User.Username(), settings: u.Query(), database: strings.TrimPrefix(u.Path, "/")}
	a.password, _ = u.User.Password()
	if a.port, err = strconv.Atoi(u.Port()); err != nil && u.Port() != "" {
		return address{}, none
	}
	if a.socket = a.settings.Get("socket"); a.socket != "" {
		a.host = ""
		a.settings.Del("socket")
	} else if a.host == "" {
		return address{}, none
	}
	if _, err := driver.ParseDSN(a.dsn("")); err != nil {
		return address{}, errors.New("its parameters are none of go-sql-driver's: " + err.Error())
	}
	return a, nil
}

// dialled is what kept us from reaching a server, without what that is called.
func dialled(err error) error {
	var dial *net.OpError
	if errors.As(err, &dial) {
		return dial.Err
	}
	return err
}
