package mysql_test

import (
	"database/sql"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/clone/mysql"
	"github.com/ptr-project/ptr/internal/server"
)

// on makes a clone whose databases know their names.
func on(t testing.TB, h *server.Host, o mysql.Options, aliases ...string) clone.Clone {
	t.Helper()
	o.Host, o.Cache = h, cache(t)
	return clonetest.CloneOf(t, h, mysql.New(o), "CREATE TABLE t(name varchar(64)); INSERT INTO t SELECT database();", aliases...)
}

func TestAliasesShareAServer(t *testing.T) {
	long := strings.Repeat("long", 30)
	aliases := []string{"default", "with-dash", "größe", "mysql", long, strings.Repeat("long", 31)}
	c := on(t, clonetest.Host(t, false), mysql.Options{}, aliases...)
	names := map[string]bool{}
	for _, alias := range aliases {
		values := c.Databases[alias]
		if got := clonetest.Answer(t, "mysql", values["dsn"], "SELECT name FROM t"); got != values["database"] {
			t.Errorf("%s leads to the database %q, want %q", values["dsn"], got, values["database"])
		}
		names[values["database"]] = true
		if values["socket"] != c.Databases["default"]["socket"] {
			t.Errorf("%q has another server than \"default\"", alias)
		}
	}
	if len(names) != len(aliases) {
		t.Errorf("%d aliases have the databases %v", len(aliases), names)
	}
}

func TestLogsOfAFreshServerAreNextToNothing(t *testing.T) {
	c := on(t, clonetest.Host(t, false), mysql.Options{}, "default")
	found := 0
	err := filepath.WalkDir(c.Path, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasPrefix(e.Name(), "aria_log.") && !strings.HasPrefix(e.Name(), "#ib_redo") {
			return err
		}
		found++
		info, err := e.Info()
		if err == nil && info.Size() > 1<<20 {
			t.Errorf("%s has %d bytes, which each clone copies: want that nothing large was ever logged", path, info.Size())
		}
		return err
	})
	if err != nil || found == 0 {
		t.Errorf("%d logs, %v", found, err)
	}
}

func TestWithoutNamespacesServersAreOrdinaryProcesses(t *testing.T) {
	c := on(t, clonetest.Host(t, true), mysql.Options{}, "default")
	if c.Strategy != "copy" {
		t.Errorf("the strategy is %s, want copy", c.Strategy)
	}
	if got := clonetest.Answer(t, "mysql", c.Databases["default"]["dsn"], "SELECT name FROM t"); got != "default" {
		t.Errorf("the clone has %q", got)
	}
}

func TestByTCPThereIsAPassword(t *testing.T) {
	c := on(t, clonetest.Host(t, false), mysql.Options{TCP: true}, "default")
	v := c.Databases["default"]
	address := "@tcp(" + v["host"] + ":" + v["port"] + ")/"
	if got := clonetest.Answer(t, "mysql", v["user"]+":"+v["password"]+address+v["database"], "SELECT name FROM t"); got != "default" {
		t.Errorf("the clone has %q", got)
	}
	for _, wrong := range []string{"root", "root:root", "", "mysql", "mariadb.sys"} {
		db, err := sql.Open("mysql", wrong+address)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.PingContext(t.Context()); err == nil || !strings.Contains(err.Error(), "denied") {
			t.Errorf("as %q: %v, want that access is denied", wrong, err)
		}
		db.Close()
	}
}

func TestASuiteIsTheOnlyUser(t *testing.T) {
	c := on(t, clonetest.Host(t, false), mysql.Options{}, "default")
	const users = "SELECT GROUP_CONCAT(user, '@', host ORDER BY user, host) FROM mysql.user WHERE user NOT IN ('mariadb.sys', 'mysql.infoschema', 'mysql.session', 'mysql.sys')" // whom nobody can be
	if got := clonetest.Answer(t, "mysql", c.Databases["default"]["dsn"], users); got != "root@localhost" {
		t.Errorf("the users are %s, want root@localhost alone", got)
	}
}

func TestNobodyElseGetsIn(t *testing.T) {
	for name, plain := range map[string]bool{"in namespaces": false, "as ordinary processes": true} {
		t.Run(name, func(t *testing.T) {
			c := on(t, clonetest.Host(t, plain), mysql.Options{}, "default")
			clonetest.Closed(t, c.Databases["default"]["socket"])
			clonetest.Closed(t, filepath.Join(c.Path, "log"))
		})
	}
}

func TestACloneIsKeptWhoseServerWasKilled(t *testing.T) {
	h := clonetest.Host(t, true)
	b := mysql.New(mysql.Options{Host: h, Cache: cache(t)})
	clonetest.Killed(t, h, b, "mysql", "ptr.pid", "SET GLOBAL innodb_flush_log_at_trx_commit = 1", func(string) {})
}

func TestWhatPeopleTypeCanBeMeasured(t *testing.T) {
	o := mysql.Options{Host: clonetest.Host(t, false), Cache: cache(t)}
	template, err := clonetest.Ensure(t.Context(), mysql.New(o), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var cloned []string
	for _, s := range mysql.Stock(o) {
		if !strings.HasSuffix(s.Name(), "mysqldump") {
			continue
		}
		c, err := s.Clone(t.Context(), template, t.TempDir(), "w1")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Drop(t.Context(), c) })
		if got := clonetest.Answer(t, "mysql", c.Databases["default"]["dsn"], "SELECT n FROM t"); got != "1" {
			t.Errorf("%s: %q", s.Name(), got)
		}
		cloned = append(cloned, s.Name())
	}
	if want := []string{"default mysqldump", "mysqldump"}; !slices.Equal(cloned, want) {
		t.Errorf("cloned by %q, want %q", cloned, want)
	}
}
