package mysql_test

import (
	"database/sql"
	"net/url"
	"testing"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/clone/mysql"
	"github.com/ptr-project/ptr/internal/server"
)

// An others is a server that others run: one that is reached by TCP, as a user whose
// password needs care in a URL.
type others struct{ clone.Values }

const password = "p@ss/w:rd"

// serve starts one, with a user that has some rights.
func serve(t testing.TB, grants ...string) others {
	t.Helper()
	o := others{on(t, clonetest.Host(t, false), mysql.Options{TCP: true}, "default").Databases["default"]}
	for _, statement := range append([]string{"CREATE USER tester@127.0.0.1 IDENTIFIED BY '" + password + "'"}, grants...) {
		o.tell(t, statement)
	}
	return o
}

// tell has the superuser say something.
func (o others) tell(t testing.TB, statement string) {
	t.Helper()
	db, err := sql.Open("mysql", o.Values["dsn"])
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func (o others) url(user, password string) string {
	u := url.URL{Scheme: "mysql", User: url.UserPassword(user, password), Host: o.Values["host"] + ":" + o.Values["port"]}
	return u.String()
}

func at(h *server.Host, url string) (clone.Backend, error) {
	return mysql.At(mysql.Options{Host: h}, url)
}

// little is what a user needs.
const little = "GRANT ALL ON `ptr\\_%`.* TO tester@127.0.0.1"

func TestConformanceOnAServerOfOthers(t *testing.T) {
	o := serve(t, "GRANT ALL ON *.* TO tester@127.0.0.1 WITH GRANT OPTION")
	clonetest.Run(t, clonetest.Subject{
		New:    func(t *testing.T) clone.Backend { return clonetest.Opened(t, at, o.url("tester", password)) },
		Driver: "mysql", Names: "SELECT GROUP_CONCAT(name ORDER BY id SEPARATOR ' ') FROM people", Schema: schema, Facets: facets(), Deeds: deeds(),
		Spoils: []clonetest.Spoil{
			{Name: "not there", Do: clonetest.Rewritten(`{"a": "ptr_gone"}`), Want: clone.ErrEmpty},
			{Name: "unreadable", Do: clonetest.Rewritten("{"), Want: clone.ErrCorrupt},
		},
	})
	got := clonetest.Answer(t, "mysql", o.Values["dsn"], "SELECT COALESCE(GROUP_CONCAT(schema_name), 'none') FROM information_schema.schemata WHERE schema_name LIKE '%clone%'")
	if got != "none" {
		t.Errorf("the databases %s are left", got)
	}
}

func TestOnlyLeftoversAreRemovedFromAServerOfOthers(t *testing.T) {
	o := serve(t, little)
	clonetest.Leftovers(t, clonetest.Site{
		At: at, URL: o.url("tester", password), Driver: "mysql", Super: o.Values["dsn"],
		Names: "SELECT GROUP_CONCAT(schema_name ORDER BY schema_name SEPARATOR ' ') FROM information_schema.schemata",
	})
}

func TestWhatIsWrongWithAServerIsSaidWithTheWayOut(t *testing.T) {
	o := serve(t)
	noTLS := "does not support TLS"
	if clonetest.Answer(t, "mysql", o.Values["dsn"], "SELECT COALESCE(@@ssl_cert, '') <> ''") == "1" { // from MariaDB 11.4 and MySQL 5.7 on
		noTLS = "x509: cannot validate certificate"
	}
	clonetest.Refusals(t, at, map[string]clonetest.Refusal{
		"nobody listens":          {URL: "mysql://tester:secret@127.0.0.1:1/", Want: "mysql://tester@127.0.0.1:1: connect: connection refused", Hint: clone.Unreachable},
		"PostgreSQL listens":      {URL: "mysql://tester:secret@" + clonetest.Other(t, "") + "/", Want: "speaks otherwise than MariaDB and MySQL do", Hint: `backend = "postgres"`},
		"no encryption":           {URL: o.url("tester", password) + "?tls=true", Want: noTLS, Hint: "leave tls out"},
		"a wrong password":        {URL: o.url("tester", "wrong"), Want: "Access denied for user 'tester'@", Hint: clone.WrongUser},
		"a parameter of nobody's": {URL: o.url("tester", password) + "?nonsense=1", Want: "Unknown system variable 'nonsense'", Hint: "leave that parameter out"},
		"may not make a database": {URL: o.url("tester", password), Want: "to database 'ptr_registry_tester'", Hint: "GRANT ALL ON `ptr\\_%`.* TO 'tester'@'127.0.0.1'"},
	}, "secret", "wrong", "w:rd")
}

func TestAURLThatIsNoneIsNotRepeated(t *testing.T) {
	clonetest.NoURLs(t, at, "", "u:secret@tcp(h)/", "postgres://u:secret@h/d", "mysql://u:secret@h:port/", "mysql://u:secret@h/?timeout=odd", "mysql://u:secret@/", "mysql://%zz:secret@h")
}

func TestTheSessionsThatAServerLetsUsHaveAreKnown(t *testing.T) {
	o := serve(t, little, "ALTER USER tester@127.0.0.1 WITH MAX_USER_CONNECTIONS 9")
	clonetest.Sessions(t, at, o.url("tester", password))
}
