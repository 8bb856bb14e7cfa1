package postgres_test

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/clone/postgres"
	"github.com/ptr-project/ptr/internal/server"
)

// on makes a clone whose databases know their names.
func on(t testing.TB, h *server.Host, o postgres.Options, aliases ...string) clone.Clone {
	t.Helper()
	o.Host, o.Cache = h, cache(t)
	return clonetest.CloneOf(t, h, postgres.New(o), "CREATE TABLE t AS SELECT current_database() AS name;", aliases...)
}

func TestAliasesShareAServer(t *testing.T) {
	long := strings.Repeat("long", 30)
	aliases := []string{"default", "with-dash", "größe", long, strings.Repeat("long", 31)}
	c := on(t, clonetest.Host(t, false), postgres.Options{}, aliases...)
	names := map[string]bool{}
	for _, alias := range aliases {
		values := c.Databases[alias]
		for _, dsn := range []string{values["dsn"], values["url"]} {
			if got := clonetest.Answer(t, "pgx", dsn, "SELECT name FROM t"); got != values["database"] {
				t.Errorf("%s leads to the database %q, want %q", dsn, got, values["database"])
			}
		}
		names[values["database"]] = true
		if values["host"] != c.Databases["default"]["host"] {
			t.Errorf("%q has another server than \"default\"", alias)
		}
	}
	if len(names) != len(aliases) {
		t.Errorf("%d aliases have the databases %v", len(aliases), names)
	}
}

func TestWithoutNamespacesServersAreOrdinaryProcesses(t *testing.T) {
	h := clonetest.Host(t, true)
	c := on(t, h, postgres.Options{}, "default")
	if c.Strategy != "copy" {
		t.Errorf("the strategy is %s, want copy", c.Strategy)
	}
	if got := clonetest.Answer(t, "pgx", c.Databases["default"]["dsn"], "SELECT name FROM t"); got != "default" {
		t.Errorf("the clone has %q", got)
	}
}

func TestByTCPThereIsAPassword(t *testing.T) {
	c := on(t, clonetest.Host(t, false), postgres.Options{TCP: true}, "default")
	v := c.Databases["default"]
	address := "host=" + v["host"] + " port=" + v["port"] + " user=" + v["user"] + " dbname=" + v["database"] + " sslmode=disable"
	if got := clonetest.Answer(t, "pgx", address+" password="+v["password"], "SELECT name FROM t"); got != "default" {
		t.Errorf("the clone has %q", got)
	}
	for _, wrong := range []string{"", " password=postgres"} {
		db, err := sql.Open("pgx", address+wrong)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.PingContext(t.Context()); err == nil || !strings.Contains(err.Error(), "password") {
			t.Errorf("with %q: %v, want an error about the password", wrong, err)
		}
		db.Close()
	}
}

func TestNobodyElseGetsIn(t *testing.T) {
	for name, plain := range map[string]bool{"in namespaces": false, "as ordinary processes": true} {
		t.Run(name, func(t *testing.T) {
			c := on(t, clonetest.Host(t, plain), postgres.Options{}, "default")
			clonetest.Closed(t, filepath.Join(c.Databases["default"]["socket"], ".s.PGSQL.5432"))
			clonetest.Closed(t, filepath.Join(c.Path, "log"))
		})
	}
}

func TestACloneIsKeptWhoseServerWasKilled(t *testing.T) {
	h := clonetest.Host(t, true)
	b := postgres.New(postgres.Options{Host: h, Cache: cache(t)})
	clonetest.Killed(t, h, b, "pgx", "postmaster.pid", "SET synchronous_commit = on", func(dsn string) { outlive(t, dsn) })
}

// outlive keeps a process of the server at work for a second, which it does not end for.
func outlive(t *testing.T, dsn string) {
	t.Helper()
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	const work = "DO $$ BEGIN WHILE clock_timestamp() < now() + interval '1 s' LOOP END LOOP; END $$"
	go func() { _, _ = db.ExecContext(t.Context(), work) }() // it is killed
	for clonetest.Answer(t, "pgx", dsn, "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO %'") == "0" {
		t.Log("it has not begun")
	}
}

func TestSharedMemoryGoesWithTheDataDirectory(t *testing.T) {
	h := clonetest.Host(t, false)
	o := postgres.Options{Host: h, Cache: cache(t)}
	b := postgres.New(o)
	template, err := clonetest.Ensure(t.Context(), b, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	own, _ := b.Strategies(template)
	for _, s := range []clone.Strategy{own[0], postgres.Stock(o)[0]} {
		c, err := s.Clone(t.Context(), template, t.TempDir(), "w1")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Drop(t.Context(), c) })
		if got := clonetest.Answer(t, "pgx", c.Databases["default"]["dsn"], "SHOW dynamic_shared_memory_type"); got != "mmap" {
			t.Errorf("%s: %s", s.Name(), got)
		}
	}
}
