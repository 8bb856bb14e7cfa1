package mysql

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	driver "github.com/go-sql-driver/mysql"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/server"
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

// otherwise is the way out where something else than a server of ours listens.
const otherwise = `mend server in ptr.toml; if it is PostgreSQL, say backend = "postgres" and server = "postgres://…"`

// unsaid is what kept us from asking a server, without what that is called, and a way
// out.
func unsaid(err error) (cause error, hint string) {
	var dial *net.OpError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.Is(err, server.ErrNotInstalled):
		return err, "install the package mariadb-client or mysql-client (Debian), mariadb or mysql (Fedora, Homebrew)"
	case errors.As(err, &certificate):
		return certificate.Err, "say tls=skip-verify in its URL, have a certificate that this machine trusts, or leave tls out"
	case errors.Is(err, driver.ErrNoTLS):
		return err, "leave tls out of its URL, or have the server offer it"
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("it says nothing for %s, where MariaDB and MySQL begin", clone.Patience), otherwise
	case errors.Is(err, driver.ErrInvalidConn), errors.Is(err, driver.ErrMalformPkt):
		return errors.New("it has ended the connection, or speaks otherwise than MariaDB and MySQL do"), otherwise
	case errors.As(err, &dial):
		return dial.Err, clone.Unreachable
	}
	return err, clone.Unreachable
}

// encrypting is the way out where a server lets nobody in who does not encrypt.
const encrypting = "append ?tls=true to its URL, or ?tls=skip-verify if this machine does not trust its certificate"

// stranger is the way out where the server knows nobody with that password; it says the
// same of a user who is to encrypt and does not.
func (a address) stranger() string {
	if a.encrypts() {
		return clone.WrongUser
	}
	return clone.WrongUser + "; if this user has to encrypt, " + encrypting
}

// encrypts reports whether the URL asks for TLS.
func (a address) encrypts() bool {
	tls := a.settings.Get("tls")
	return tls != "" && tls != "false"
}

// account is the user as the server knows it, quoted, by what it says of lacking
// rights.
func (a address) account(message string) string {
	if known := regexp.MustCompile(`'.*'@'[^']*'`).FindString(message); known != "" {
		return known
	}
	return "'" + strings.ReplaceAll(a.user, "'", "''") + "'"
}
