package postgres

import (
	"cmp"
	"fmt"
	"maps"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/ptr-project/ptr/clone"
)

// standardPort is in the name of the socket of a server without a port.
const standardPort = 5432

// superuser is whom suites are on servers of ptr's: some make roles and extensions.
const superuser = "postgres"

// An address is how a server is reached.
type address struct {
	socket   string // folder; "": by host alone
	host     string // by TCP; "": by socket alone
	port     int    // 0: the standard one
	user     string
	password string            // for TCP; "": none is needed
	general  string            // the database to connect to for what is about databases
	settings map[string]string // of libpq, such as sslmode
}

// local is the address of a server of ptr's that has its socket in a folder.
func local(socket string) address {
	return address{socket: socket, user: superuser, general: "postgres", settings: map[string]string{"sslmode": "disable"}}
}

// values are what patterns can name of a database:
//
//	dsn       key=value, as pgx, lib/pq and libpq take it
//	url       the same as a URL
//	socket    the folder of the socket, which PGHOST may name
//	host      the name or address of the machine, or without TCP the socket's folder
//	port, user, password, database
func (a address) values(database string) clone.Values {
	return clone.Values{
		"dsn": a.dsn(database), "url": a.url(database, a.password), "host": cmp.Or(a.host, a.socket), "port": a.portText(),
		"user": a.user, "password": a.password, "database": database, "socket": a.socket,
	}
}

func (a address) portText() string { return strconv.Itoa(cmp.Or(a.port, standardPort)) }

// dsn goes by the socket if there is one.
func (a address) dsn(database string) string {
	pairs := []string{
		"host=" + quoted(cmp.Or(a.socket, a.host)), "port=" + a.portText(), "user=" + quoted(a.user), "dbname=" + quoted(database),
	}
	if a.socket == "" && a.password != "" {
		pairs = append(pairs, "password="+quoted(a.password))
	}
	for _, name := range slices.Sorted(maps.Keys(a.settings)) {
		pairs = append(pairs, name+"="+quoted(a.settings[name]))
	}
	return strings.Join(pairs, " ")
}

// url is the same. The password may be left out, where others could see it.
func (a address) url(database, password string) string {
	u := url.URL{Scheme: "postgres", User: url.User(a.user), Path: "/" + database}
	query := url.Values{}
	for name, value := range a.settings {
		query.Set(name, value)
	}
	if a.socket != "" {
		query.Set("host", a.socket)
		query.Set("port", a.portText())
	} else {
		u.Host = net.JoinHostPort(a.host, a.portText())
		if password != "" {
			u.User = url.UserPassword(a.user, password)
		}
	}
	u.RawQuery = query.Encode()
	return u.String()
}

// label is how people know the server.
func (a address) label() string {
	if a.socket != "" {
		return fmt.Sprintf("postgres://%s@?host=%s&port=%s", a.user, a.socket, a.portText())
	}
	return fmt.Sprintf("postgres://%s@%s", a.user, net.JoinHostPort(a.host, a.portText()))
}

// quoted is value as a key=value string takes it.
func quoted(value string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(value) + "'"
}

// longestName is in bytes; the server cuts off the rest in silence.
const longestName = 63

// databaseName is the name of an alias's database on a server of ptr's.
func databaseName(alias string) string {
	return clone.DatabaseName(alias, longestName, "postgres", "template0", "template1")
}
