package postgres_test

import (
	"testing"
	"time"

	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/clone/postgres"
)

// What is read of two clones of one template, plain and perturbed. The row that was
// written last stands at the end of the table, and in its index where it ever was.
func TestPerturbedClonesNumberFromElsewhereAndReadOtherwise(t *testing.T) {
	const fill = `CREATE TABLE t (id serial PRIMARY KEY, name text); CREATE SEQUENCE small AS smallint MAXVALUE 5 START 4;
		INSERT INTO t(name) VALUES ('a'), ('b'); UPDATE t SET name = 'a2' WHERE name = 'a';`
	for _, tt := range []struct {
		perturbed                  bool
		id, first, small, seqscans string
	}{
		{false, "3", "b", "4", "on"},
		{true, "1003", "a2", "4", "off"},
	} {
		h := clonetest.Host(t, false)
		b := postgres.New(postgres.Options{Host: h, Cache: cache(t), Unordered: tt.perturbed, Elsewhere: tt.perturbed})
		dsn := clonetest.CloneOf(t, h, b, fill, "default").Databases["default"]["dsn"]
		for query, want := range map[string]string{
			"SELECT name FROM t WHERE id > 0 LIMIT 1":       tt.first,
			"INSERT INTO t(name) VALUES ('c') RETURNING id": tt.id,
			"SELECT nextval('small')":                       tt.small,
			"SHOW enable_seqscan":                           tt.seqscans,
		} {
			if got := clonetest.Answer(t, "pgx", dsn, query); got != want {
				t.Errorf("perturbed %v: %s = %s, want %s", tt.perturbed, query, got, want)
			}
		}
	}
}

func TestContendHoldsLocksAndLetsGo(t *testing.T) {
	h := clonetest.Host(t, false)
	b := postgres.New(postgres.Options{Host: h, Cache: cache(t)})
	c := clonetest.CloneOf(t, h, b, "CREATE TABLE t (name text);", "default", "other")
	clonetest.Contended(t, b, c, "pgx", c.Databases["other"]["dsn"], "SET lock_timeout = '1ms'; INSERT INTO t VALUES ('a')")
}

func TestSlowCommitsWait(t *testing.T) {
	const slow = 40 * time.Millisecond
	h := clonetest.Host(t, false)
	b := postgres.New(postgres.Options{Host: h, Cache: cache(t), SlowCommits: slow})
	dsn := clonetest.CloneOf(t, h, b, "CREATE TABLE t (name text);", "default").Databases["default"]["dsn"]
	clonetest.Waits(t, "pgx", dsn, slow)
}
