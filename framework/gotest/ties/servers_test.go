package ties

import (
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/go-sql-driver/mysql" // the drivers
	_ "github.com/jackc/pgx/v5/stdlib"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/clone/mysql"
	"github.com/ptr-project/ptr/clone/postgres"
	"github.com/ptr-project/ptr/internal/server"
)

func TestMain(m *testing.M) { os.Exit(clonetest.Main(m)) }

// onServer is a database with ties, on a real server.
func onServer(t *testing.T, driver string, backend func(h *server.Host, cache string) clone.Backend) *sql.DB {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	h := clonetest.Host(t, false)
	c := clonetest.CloneOf(t, h, backend(h, filepath.Join(cache, "ptr-test")), `CREATE TABLE members (id int PRIMARY KEY, club int, name varchar(20), tick int);
		INSERT INTO members VALUES (1, 1, 'jim', 5), (2, 1, 'bob', 5), (3, 1, 'kim', 5), (4, 2, 'ann', 5), (5, 1, 'eve', 7), (6, 1, 'joe', 7), (7, 1, 'zoe', 6);`, "default")
	db, err := sql.Open(driver, c.Databases["default"]["dsn"])
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func turned(t *testing.T, db *sql.DB, query string, stir uint64) string {
	t.Helper()
	text, _, ok := rewriteTies(query, 1, stir)
	if !ok {
		t.Errorf("%s is left alone", query)
		return ""
	}
	return firsts(t, db, text)
}

func TestPostgreSQLTurnsTiesRound(t *testing.T) {
	db := onServer(t, "pgx", func(h *server.Host, cache string) clone.Backend {
		return postgres.New(postgres.Options{Host: h, Cache: cache})
	})
	for query, want := range map[string]string{
		"SELECT name FROM members WHERE club = 1 ORDER BY tick":                 "kim bob jim zoe joe eve",
		"SELECT name FROM members WHERE club = 1 ORDER BY tick DESC":            "joe eve zoe kim bob jim",
		"SELECT name FROM members WHERE club = 1 ORDER BY tick LIMIT 2":         "kim bob",
		"SELECT m.name FROM members m WHERE m.club < 3 ORDER BY m.tick, m.club": "kim bob jim ann zoe joe eve",
		"SELECT name FROM members WHERE club = 1 ORDER BY tick, id":             "jim bob kim zoe eve joe",
	} {
		if got := turned(t, db, query, 0); got != want {
			t.Errorf("%s: %s, want %s (it is %s by itself)", query, got, want, firsts(t, db, query))
		}
	}
}

// MariaDB numbers rows whose keys are equal in an order of its own, so that "against" is
// another order there, and not always the other way round; at random both come.
func TestMariaDBBreaksTiesOtherwise(t *testing.T) {
	db := onServer(t, "mysql", func(h *server.Host, cache string) clone.Backend {
		return mysql.New(mysql.Options{Host: h, Cache: cache})
	})
	const query = "SELECT name FROM members WHERE club = 1 ORDER BY tick"
	if usual, got := firsts(t, db, query), turned(t, db, query, 0); got == usual || !groups(got, "bob jim kim", "zoe", "eve joe") {
		t.Errorf("against the usual order %q they come as %q", usual, got)
	}
	seen := map[bool]bool{}
	for stir := range uint64(40) {
		got := turned(t, db, query, 1+stir*0x9e3779b97f4a7c15>>1) // as seeds are
		if !groups(got, "bob jim kim", "zoe", "eve joe") {
			t.Errorf("at random they come as %q", got)
		}
		seen[strings.Index(got, "eve") < strings.Index(got, "joe")] = true
	}
	if len(seen) != 2 {
		t.Error("two rows that are tied came in one order 40 times")
	}
}

// groups reports whether rows are those of groups, one behind the other, each in any order.
func groups(rows string, want ...string) bool {
	words := strings.Fields(rows)
	for _, group := range want {
		n := len(strings.Fields(group))
		if len(words) < n {
			return false
		}
		slices.Sort(words[:n])
		if strings.Join(words[:n], " ") != group {
			return false
		}
		words = words[n:]
	}
	return len(words) == 0
}

// firsts are the first columns of what a query returns.
func firsts(t *testing.T, db *sql.DB, query string) string {
	t.Helper()
	found, err := db.Query(query)
	if err != nil {
		t.Errorf("%s: %v", query, err)
		return ""
	}
	defer found.Close()
	columns, _ := found.Columns()
	var all []string
	for found.Next() {
		row, to := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range row {
			to[i] = &row[i]
		}
		if err := found.Scan(to...); err != nil {
			t.Fatal(err)
		}
		all = append(all, row[0].String)
	}
	if err := found.Err(); err != nil {
		t.Errorf("%s: %v", query, err)
	}
	return strings.Join(all, " ")
}
