//go:build cgo

package sqlite_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-sqlite3"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/sqlite"
	"github.com/ptr-project/ptr/suite"
)

// A watchedClone is one with two connections to it, of a test.
type watchedClone struct {
	clone.Watcher
	template string
	path     string
	own      [2]*sql.DB
}

// watched clones what statements make, by a strategy.
func watched(t testing.TB, strategy, statements string) *watchedClone {
	t.Helper()
	dir := t.TempDir()
	script := filepath.Join(dir, "schema.sql")
	if err := os.WriteFile(script, []byte(statements), 0o600); err != nil {
		t.Fatal(err)
	}
	b := sqlite.New()
	template := clone.Template{Aliases: []string{"default"}, Backend: b.Name(), Path: filepath.Join(dir, "template")}
	if err := b.Fill(t.Context(), template.Path, []clone.Source{{SQL: []string{script}}}); err != nil {
		t.Fatal(err)
	}
	strategies, _ := b.Strategies(template)
	i := slices.IndexFunc(strategies, func(s clone.Strategy) bool { return s.Name() == strategy })
	c, err := strategies[i].Clone(t.Context(), template, dir, "clone")
	if err != nil {
		t.Fatal(err)
	}
	w, err := b.Watch(t.Context(), template, c)
	if err != nil {
		t.Fatal(err)
	}
	watched := &watchedClone{Watcher: w, template: template.Path, path: c.Path}
	for i := range watched.own {
		watched.own[i] = connection(t, c.Path)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return watched
}

// connection is a single one, so that BEGIN and COMMIT go the same way.
func connection(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", path+"?_sync=off")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

// A fatal is the part of a test that both testing and rapid have.
type fatal interface {
	Helper()
	Context() context.Context
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

func do(t fatal, db *sql.DB, statement string, args ...any) {
	t.Helper()
	if _, err := db.Exec(statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func (w *watchedClone) want(t fatal, want ...suite.Change) {
	t.Helper()
	const limit = 100
	got, err := w.Changes(t.Context(), limit)
	if err != nil {
		t.Fatalf("Changes: %v", err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Changes (-want +got):\n%s", diff)
	}
}

func TestAnUntouchedCloneHasNoChanges(t *testing.T) {
	strategies, _ := sqlite.New().Strategies(clone.Template{})
	for _, strategy := range strategies {
		if strategy.Reach() == clone.ByAddress {
			t.Run(strategy.Name(), func(t *testing.T) {
				w := watched(t, strategy.Name(), schema)
				w.want(t)
				if used, err := w.Used(t.Context()); used || err != nil {
					t.Errorf("Used() = %v, %v, want false", used, err)
				}
			})
		}
	}
}

func TestATransactionThatStaysOpen(t *testing.T) {
	tests := map[string]struct {
		mode, begin string
		want        []suite.Change
	}{
		"keeps nobody from reading":    {"", "BEGIN IMMEDIATE", nil},
		"locks everybody out":          {"", "BEGIN EXCLUSIVE", []suite.Change{{Where: "transaction", New: "still open, and locks the database"}}},
		"cannot lock anybody out, WAL": {"PRAGMA journal_mode = WAL;", "BEGIN EXCLUSIVE", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := watched(t, "filecopy", tt.mode+"CREATE TABLE t(x)")
			do(t, w.own[0], tt.begin)
			do(t, w.own[0], "INSERT INTO t VALUES (1)")
			w.want(t, tt.want...)
			do(t, w.own[0], "COMMIT")
			w.want(t, suite.Change{Where: "table t", New: "rowid=1 x=1"})
		})
	}
}

// klingon is a driver whose connections know a collation that ptr's don't.
func klingon(t *testing.T, path string) *sql.DB {
	db := sql.OpenDB(connector{path, &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		return c.RegisterCollation("klingon", strings.Compare)
	}}})
	t.Cleanup(func() { db.Close() })
	return db
}

type connector struct {
	path   string
	driver driver.Driver
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.path) }
func (c connector) Driver() driver.Driver                        { return c.driver }

func TestWhatCannotBeComparedIsSaidToHaveChanged(t *testing.T) {
	w := watched(t, "filecopy", `
		CREATE TABLE t(name TEXT PRIMARY KEY) WITHOUT ROWID;
		CREATE TABLE u(x);
		PRAGMA writable_schema = ON;
		UPDATE sqlite_schema SET sql = 'CREATE TABLE t(name TEXT PRIMARY KEY COLLATE klingon) WITHOUT ROWID' WHERE name = 't';`)
	do(t, klingon(t, w.path), "INSERT INTO t VALUES ('qapla')")
	do(t, w.own[0], "INSERT INTO u VALUES (1)")
	w.want(t,
		suite.Change{Where: "table t", New: "rows changed, which cannot be compared: no such collation sequence: klingon"},
		suite.Change{Where: "table u", New: "rowid=1 x=1"},
	)
}

// edits are what tests do at random to tables of both kinds, over two
// connections, and a model of what the tables then hold.
type edits struct {
	*watchedClone
	now, before map[string]map[int]int // by table and key
}

func newEdits(w *watchedClone) *edits {
	e := &edits{watchedClone: w, now: map[string]map[int]int{"keyed": {}, "plain": {}}}
	e.settle()
	return e
}

func (e *edits) settle() {
	e.before = map[string]map[int]int{"keyed": maps.Clone(e.now["keyed"]), "plain": maps.Clone(e.now["plain"])}
}

// edit writes one row, and sometimes thinks better of it.
func (e *edits) edit(t *rapid.T) {
	db := e.own[rapid.IntRange(0, 1).Draw(t, "connection")]
	table := rapid.SampledFrom([]string{"keyed", "plain"}).Draw(t, "table")
	key, value := rapid.IntRange(1, 5).Draw(t, "key"), rapid.IntRange(0, 3).Draw(t, "value")
	end := rapid.SampledFrom([]string{"COMMIT", "ROLLBACK"}).Draw(t, "end")
	do(t, db, "BEGIN IMMEDIATE")
	if value == 0 {
		do(t, db, "DELETE FROM "+table+" WHERE k = ?", key)
	} else {
		do(t, db, "REPLACE INTO "+table+" VALUES (?, ?)", key, value)
	}
	do(t, db, end)
	switch {
	case end == "ROLLBACK":
	case value == 0:
		delete(e.now[table], key)
	default:
		e.now[table][key] = value
	}
}

// changes are those of the model.
func (e *edits) changes() []suite.Change {
	var changes []suite.Change
	for _, table := range []string{"keyed", "plain"} {
		for key := range 6 {
			old, was := e.before[table][key]
			now, is := e.now[table][key]
			change := suite.Change{Where: "table " + table}
			if was {
				change.Old = fmt.Sprintf("k=%d v=%d", key, old)
			}
			if is {
				change.New = fmt.Sprintf("k=%d v=%d", key, now)
			}
			if change.Old != change.New {
				changes = append(changes, change)
			}
		}
	}
	return changes
}

// Whoever writes what, and whenever one looks: Changes are the difference of
// two states, and Restore brings back the first one.
func TestChangesAreWhatAModelSays(t *testing.T) {
	for _, mode := range []string{"DELETE", "WAL"} {
		t.Run(mode, func(t *testing.T) {
			w := watched(t, "filecopy", "PRAGMA journal_mode = "+mode+`;
				CREATE TABLE keyed(k INTEGER PRIMARY KEY, v) WITHOUT ROWID; CREATE TABLE plain(k INTEGER PRIMARY KEY, v);`)
			rapid.Check(t, func(t *rapid.T) {
				if err := w.Restore(t.Context()); err != nil {
					t.Fatal(err)
				}
				e := newEdits(w)
				t.Repeat(map[string]func(*rapid.T){
					"edit": e.edit,
					"look": func(t *rapid.T) {
						w.want(t, e.changes()...)
						e.settle()
					},
					"restore": func(t *rapid.T) {
						if err := w.Restore(t.Context()); err != nil {
							t.Fatal(err)
						}
						w.want(t)
						*e = *newEdits(w)
					},
				})
			})
		})
	}
}

func TestACommitIsSeenAtOnce(t *testing.T) {
	for _, mode := range []string{"DELETE", "WAL", "TRUNCATE", "PERSIST", "MEMORY"} {
		t.Run(mode, func(t *testing.T) {
			w := watched(t, "filecopy", "CREATE TABLE t(x)")
			do(t, w.own[0], "PRAGMA journal_mode = "+mode)
			w.want(t)
			for i := range 20 {
				do(t, w.own[i%2], "INSERT INTO t VALUES (?)", i)
				w.want(t, suite.Change{Where: "table t", New: fmt.Sprintf("rowid=%d x=%d", i+1, i)})
			}
		})
	}
}

// large is a template of 14 MB and 100 tables.
func large() string {
	var statements strings.Builder
	statements.WriteString("BEGIN;")
	for table := range 100 {
		fmt.Fprintf(&statements, "CREATE TABLE t%d(id INTEGER PRIMARY KEY, x);", table)
		fmt.Fprintf(&statements, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 350) INSERT INTO t%d SELECT i, zeroblob(380) FROM n;", table)
	}
	return statements.String() + "COMMIT;"
}

func BenchmarkWatch(b *testing.B) {
	w := watched(b, "filecopy", large())
	look := func(b *testing.B) {
		if _, err := w.Changes(b.Context(), 5); err != nil {
			b.Fatal(err)
		}
	}
	restore := func(b *testing.B) {
		if err := w.Restore(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("watch", func(b *testing.B) {
		for b.Loop() {
			if _, err := sqlite.New().Watch(b.Context(), clone.Template{Path: w.template}, clone.Clone{Path: w.path}); err != nil {
				b.Fatal(err)
			}
		}
	})
	look(b)
	b.Run("nothing changed", func(b *testing.B) {
		for b.Loop() {
			look(b)
		}
	})
	b.Run("three rows changed", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			for table := range 3 {
				do(b, w.own[0], fmt.Sprintf("UPDATE t%d SET x = ? WHERE id = 7", table), i)
			}
			look(b)
		}
	})
	b.Run("restore", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			do(b, w.own[0], "UPDATE t1 SET x = ? WHERE id = 7", i)
			restore(b)
		}
	})
}
