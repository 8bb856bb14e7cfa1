package postgres_test

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/clone/postgres"
	"github.com/ptr-project/ptr/internal/server"
)

// An others is a server that others run: one that is reached by TCP, as a role whose
// password needs care in a URL.
type others struct{ clone.Values }

const password = "p@ss/w:rd"

// serve starts one, with a role that has these rights.
func serve(t testing.TB, rights string) others {
	t.Helper()
	o := others{on(t, clonetest.Host(t, false), postgres.Options{TCP: true}, "default").Databases["default"]}
	o.tell(t, "CREATE ROLE tester LOGIN PASSWORD '"+hashedOnce(t, password)+"' "+rights)
	return o
}

// hashedOnce is what a server keeps of a password, hashed once instead of 4,096 times:
// to log in that often takes a fifth of all these tests' time.
//
// Source: RFC 5802, section 3.
func hashedOnce(t testing.TB, password string) string {
	t.Helper()
	salt := []byte("a salt of no use")
	salted, err := pbkdf2.Key(sha256.New, password, salt, 1, sha256.Size)
	if err != nil {
		t.Fatal(err)
	}
	sign := func(text string) []byte {
		mac := hmac.New(sha256.New, salted)
		mac.Write([]byte(text))
		return mac.Sum(nil)
	}
	stored := sha256.Sum256(sign("Client Key"))
	encode := base64.StdEncoding.EncodeToString
	return "SCRAM-SHA-256$1:" + encode(salt) + "$" + encode(stored[:]) + ":" + encode(sign("Server Key"))
}

// tell has the superuser say something.
func (o others) tell(t testing.TB, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", o.Values["dsn"])
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func (o others) url(user, password, database string) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword(user, password), Host: o.Values["host"] + ":" + o.Values["port"], Path: "/" + database, RawQuery: "sslmode=disable"}
	return u.String()
}

func (o others) tester() string { return o.url("tester", password, "postgres") }

func at(h *server.Host, url string) (clone.Backend, error) {
	return postgres.At(postgres.Options{Host: h}, url)
}

func TestConformanceOnAServerOfOthers(t *testing.T) {
	o := serve(t, "SUPERUSER")
	clonetest.Run(t, clonetest.Subject{
		New:    func(t *testing.T) clone.Backend { return clonetest.Opened(t, at, o.tester()) },
		Driver: "pgx", Names: "SELECT string_agg(name, ' ' ORDER BY id) FROM people", Schema: schema, Facets: facets(), Deeds: deeds(), Quoted: true,
		Spoils: []clonetest.Spoil{
			{Name: "not there", Do: clonetest.Rewritten(`{"a": "ptr_gone"}`), Want: clone.ErrEmpty},
			{Name: "unreadable", Do: clonetest.Rewritten("{"), Want: clone.ErrCorrupt},
		},
	})
	got := clonetest.Answer(t, "pgx", o.Values["dsn"], "SELECT COALESCE(string_agg(datname, ' '), 'none') FROM pg_database WHERE datname LIKE '%clone%'")
	if got != "none" {
		t.Errorf("the databases %s are left", got)
	}
}

func TestOnlyLeftoversAreRemovedFromAServerOfOthers(t *testing.T) {
	o := serve(t, "CREATEDB")
	clonetest.Leftovers(t, clonetest.Site{
		At: at, URL: o.tester(), Driver: "pgx", Super: o.Values["dsn"],
		Names: "SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database",
	})
}

func TestWhatIsWrongWithAServerIsSaidWithTheWayOut(t *testing.T) {
	o := serve(t, "")
	clonetest.Refusals(t, at, map[string]clonetest.Refusal{
		"nobody listens":          {URL: "postgres://tester:secret@127.0.0.1:1/postgres", Want: "postgres://tester@127.0.0.1:1: connect: connection refused", Hint: clone.Unreachable},
		"no such host":            {URL: "postgres://tester:secret@nowhere.invalid:1/postgres", Want: "postgres://tester@nowhere.invalid:1: lookup nowhere.invalid: ", Hint: clone.Unreachable},
		"no encryption":           {URL: strings.Replace(o.tester(), "=disable", "=require", 1), Want: ": it does not encrypt connections", Hint: "say sslmode=disable"},
		"MariaDB listens":         {URL: "postgres://tester:secret@" + clonetest.Other(t, "J\x00\x00\x00\x0a10.11.19-MariaDB\x00") + "/postgres?sslmode=disable", Want: "does not speak as PostgreSQL does", Hint: `backend = "mysql"`},
		"a wrong password":        {URL: o.url("tester", "wrong", "postgres"), Want: `password authentication failed for user "tester"`, Hint: clone.WrongUser},
		"no such database":        {URL: o.url("tester", password, "nowhere"), Want: `database "nowhere" does not exist`, Hint: "such as postgres"},
		"may not make a database": {URL: o.tester(), Want: "the role may not make databases", Hint: `ALTER ROLE "tester" CREATEDB`},
	}, "secret", "wrong", "w:rd")
}

func TestAURLThatIsNoneIsNotRepeated(t *testing.T) {
	clonetest.NoURLs(t, at, "", "host=x password=secret", "mysql://u:secret@h/d", "postgres://u:secret@h:port/d", "postgres://u:secret@h/d?sslmode=odd", "postgres://%zz:secret@h")
}

func TestTheSessionsThatAServerLetsUsHaveAreKnown(t *testing.T) {
	clonetest.Sessions(t, at, serve(t, "CREATEDB CONNECTION LIMIT 9").tester())
}

func TestATemplateThatSomebodyHasOpenIsNamedWithThem(t *testing.T) {
	o := serve(t, "CREATEDB")
	b := clonetest.Opened(t, at, o.tester())
	template, err := clonetest.Ensure(t.Context(), b, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	name := clonetest.Answer(t, "pgx", o.Values["dsn"], "SELECT datname FROM pg_database WHERE datname LIKE '%template1_default'")
	db, err := sql.Open("pgx", o.url("tester", password, name)+"&application_name=curious")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
	strategies, _ := b.Strategies(template)
	_, err = strategies[0].Clone(t.Context(), template, t.TempDir(), "w1")
	if !errors.Is(err, clone.ErrBusy) || !strings.Contains(err.Error(), "by tester (curious, pid ") {
		t.Errorf("Clone() = %v, want ErrBusy, and who has it open", err)
	}
}

func TestTheLockComesBackThatSaysThatWeLive(t *testing.T) {
	o := serve(t, "CREATEDB")
	if _, err := clonetest.Ensure(t.Context(), clonetest.Opened(t, at, o.tester()), t.TempDir()); err != nil {
		t.Fatal(err)
	}
	o.tell(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'tester'")
	for range 100 {
		if clonetest.Answer(t, "pgx", o.Values["dsn"], "SELECT count(*)::text FROM pg_locks WHERE locktype = 'advisory' AND granted") == "1" {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Error("ten seconds after its session was ended, nobody has the lock")
}
