package mysql

import (
	"cmp"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strconv"

	driver "github.com/go-sql-driver/mysql"

	"github.com/ptr-project/ptr/clone"
)

const (
	loopback     = "127.0.0.1"
	standardPort = 3306

	// superuser is whom suites are on servers of ptr's: some make databases and users.
	superuser = "root"

	// socketFile is the name of the socket.
	socketFile = "sock"
)

// An address is how a server is reached.
type address struct {
	socket   string // path; "": by host alone
	host     string // by TCP; "": by socket alone
	port     int    // 0: the standard one
	user     string
	password string     // "": none
	database string     // that a URL names; "": none
	settings url.Values // of go-sql-driver, such as tls
}

// local is the address of a server of ptr's that has its socket in a folder.
func local(folder string) address {
	return address{socket: filepath.Join(folder, socketFile), user: superuser}
}

// values are what patterns can name of a database:
//
//	dsn       as go-sql-driver takes it, by the socket if there is one
//	url       as most others take it; it needs TCP
//	socket    the path of the socket
//	host      the name or address of the machine, or without TCP "localhost", which means the socket
//	port, user, password, database
func (a address) values(database string) clone.Values {
	host, port := cmp.Or(a.host, "localhost"), strconv.Itoa(cmp.Or(a.port, standardPort))
	u := url.URL{Scheme: "mysql", User: url.UserPassword(a.user, a.password), Host: net.JoinHostPort(host, port), Path: "/" + database, RawQuery: a.settings.Encode()}
	return clone.Values{
		"dsn": a.dsn(database), "url": u.String(), "socket": a.socket,
		"host": host, "port": port, "user": a.user, "password": a.password, "database": database,
	}
}

func (a address) dsn(database string) string {
	c := driver.NewConfig()
	c.User, c.Passwd, c.DBName = a.user, a.password, database
	c.Net, c.Addr = "unix", a.socket
	if a.socket == "" {
		c.Net, c.Addr = "tcp", a.endpoint()
	}
	if len(a.settings) == 0 {
		return c.FormatDSN()
	}
	return c.FormatDSN() + "?" + a.settings.Encode()
}

func (a address) endpoint() string {
	return net.JoinHostPort(a.host, strconv.Itoa(cmp.Or(a.port, standardPort)))
}

// label is how people know the server.
func (a address) label() string {
	if a.socket != "" {
		return fmt.Sprintf("mysql://%s@?socket=%s", a.user, a.socket)
	}
	return fmt.Sprintf("mysql://%s@%s", a.user, a.endpoint())
}

// arguments are those of a program that comes with servers. The password is not
// among them: everybody sees them. MariaDB's programs would ask every server for a
// certificate that they know, from 11.4 on: here the URL says whether that is so.
func (a address) arguments(program string) []string {
	reach := []string{"--protocol=socket", "--socket=" + a.socket}
	if a.socket == "" {
		reach = []string{"--protocol=tcp", "--host=" + a.host, "--port=" + strconv.Itoa(cmp.Or(a.port, standardPort))}
	}
	tls := a.settings.Get("tls")
	switch {
	case isMySQLs(program) && a.encrypts() && tls != "preferred":
		reach = append(reach, "--ssl-mode=REQUIRED")
	case !isMySQLs(program) && a.encrypts():
		reach = append(reach, "--loose-ssl")
	}
	if tls != "true" && !isMySQLs(program) {
		reach = append(reach, "--skip-ssl-verify-server-cert")
	}
	return append(reach, "--user="+a.user)
}

// longestName is in characters, which are bytes at least.
const longestName = 64

// databaseName is the name of an alias's database on a server of ptr's.
func databaseName(alias string) string {
	return clone.DatabaseName(alias, longestName, "mysql", "sys", "information_schema", "performance_schema")
}
