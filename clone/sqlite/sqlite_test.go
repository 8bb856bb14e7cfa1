//go:build cgo

package sqlite_test

import (
	"database/sql"
	"os"
	"testing"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/clone/sqlite"
)

func TestMain(m *testing.M) { os.Exit(clonetest.Main(m)) }

// schema has what copies of databases have been known to lose.
const schema = `
PRAGMA page_size = 1024;
PRAGMA auto_vacuum = INCREMENTAL;
CREATE TABLE people(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT COLLATE NOCASE NOT NULL);
INSERT INTO people(name) VALUES ('ann');
CREATE TABLE log(id INTEGER PRIMARY KEY, line TEXT);
CREATE TRIGGER noting AFTER INSERT ON people BEGIN INSERT INTO log(line) VALUES (new.name); END;
CREATE TABLE odd("a""b" ANY, rowid TEXT, g AS (length("a""b")) STORED, v AS (upper(rowid)));
INSERT INTO odd("a""b", rowid) VALUES (x'00ff00', 'nul' || char(0) || 'text'), (9e999, 'it''s'), (0.1, NULL), (zeroblob(20000), '');
CREATE TABLE gaps(x); INSERT INTO gaps(rowid, x) VALUES (7, 'seven'), (-3, 'minus three');
CREATE TABLE pairs(a TEXT, b INTEGER, c, PRIMARY KEY (a, b)) WITHOUT ROWID;
INSERT INTO pairs VALUES ('x', 1, 1), ('x', 2, 1.0), ('y', 1, NULL);
CREATE UNIQUE INDEX by_name ON people(name COLLATE BINARY) WHERE name <> '';
CREATE VIEW shouting AS SELECT upper(name) AS name FROM people;
CREATE TRIGGER shouts INSTEAD OF INSERT ON shouting BEGIN INSERT INTO people(name) VALUES (lower(new.name)); END;
CREATE VIRTUAL TABLE search USING fts4(text);
INSERT INTO search VALUES ('hello world');
CREATE TABLE mystery_data(x); INSERT INTO mystery_data VALUES ('shadow');
PRAGMA writable_schema = ON;
INSERT INTO sqlite_schema VALUES ('table', 'mystery', 'mystery', 0, 'CREATE VIRTUAL TABLE mystery USING unheard_of(x)');
PRAGMA writable_schema = OFF;
PRAGMA user_version = 7;
PRAGMA application_id = 252;
ANALYZE;
DELETE FROM odd WHERE rowid = '';
`

// facets are what every clone has in common with its template.
func facets() []clonetest.Facet {
	all := func(table string, columns string) string {
		return "SELECT group_concat(" + columns + ", ';') FROM " + table
	}
	return []clonetest.Facet{
		{Name: "the page size", Query: "PRAGMA page_size"},
		{Name: "auto_vacuum", Query: "PRAGMA auto_vacuum"},
		{Name: "the encoding", Query: "PRAGMA encoding"},
		{Name: "user_version", Query: "PRAGMA user_version"},
		{Name: "application_id", Query: "PRAGMA application_id"},
		{Name: "the journal mode", Query: "PRAGMA journal_mode", Part: clone.JournalMode},
		{Name: "free pages", Query: "PRAGMA freelist_count", Part: clone.Layout},
		{Name: "the schema", Query: all("(SELECT * FROM sqlite_schema ORDER BY type, name)", "type || name || tbl_name || coalesce(sql, '')")},
		{Name: "blobs, odd numbers and texts with NUL", Query: all("odd", `quote("a""b") || typeof("a""b") || hex(rowid) || typeof(rowid)`)},
		{Name: "generated columns", Query: all("odd", "quote(g) || quote(v)")},
		{Name: "row IDs", Query: all("gaps", "rowid || x"), Part: clone.FreeRowIDs},
		{Name: "tables without row IDs", Query: all("pairs", "a || b || typeof(c)")},
		{Name: "sequences", Query: all("sqlite_sequence", "name || seq")},
		{Name: "statistics", Query: all("sqlite_stat1", "tbl || coalesce(idx, '') || stat")},
		{Name: "full-text search", Query: "SELECT count(*) FROM search WHERE search MATCH 'world'"},
		{Name: "virtual tables that nobody here can read", Query: all("mystery_data", "x")},
		{Name: "a sound structure", Query: "PRAGMA integrity_check"},
	}
}

func TestConformance(t *testing.T) {
	for mode, first := range map[string]string{
		"rollback journal": "",
		"WAL":              "PRAGMA page_size = 1024; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;",
		"UTF-16":           "PRAGMA encoding = 'UTF-16le';",
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			clonetest.Run(t, clonetest.Subject{
				New:    func(*testing.T) clone.Backend { return sqlite.New() },
				Driver: "sqlite3", Names: "SELECT group_concat(name, ' ') FROM people", Schema: first + schema, Facets: facets(), Spoils: spoils(), Deeds: deeds(),
			})
		})
	}
}

func spoils() []clonetest.Spoil {
	change := func(by func(content []byte) []byte) func(*testing.T, clone.Template) {
		return func(t *testing.T, template clone.Template) {
			content, err := os.ReadFile(template.Path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(template.Path, by(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return []clonetest.Spoil{
		{Name: "open for writing elsewhere", Do: writeAndStay, Want: clone.ErrBusy},
		{Name: "empty", Do: change(func([]byte) []byte { return nil }), Want: clone.ErrEmpty},
		{Name: "cut short", Do: change(func(c []byte) []byte { return c[:len(c)/2] }), Want: clone.ErrCorrupt},
		{Name: "hardly begun", Do: change(func(c []byte) []byte { return c[:50] }), Want: clone.ErrCorrupt},
		{Name: "encrypted", Want: clone.ErrCorrupt, Do: change(func(c []byte) []byte {
			for i := range c {
				c[i] ^= 0x5a
			}
			return c
		})},
		{Name: "not there", Want: clone.ErrEmpty, Do: func(t *testing.T, template clone.Template) {
			if err := os.Remove(template.Path); err != nil {
				t.Fatal(err)
			}
		}},
	}
}

// writeAndStay leaves a transaction open.
func writeAndStay(t *testing.T, template clone.Template) {
	db, err := sql.Open("sqlite3", template.Path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(t.Context(), "INSERT INTO people(name) VALUES ('bob')"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(template.Path + "-wal"); err != nil {
		return
	}
	if err := tx.Commit(); err != nil { // in WAL mode the file itself lags behind
		t.Fatal(err)
	}
}
