package mysql

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/clonetest"
)

// tables are of all kinds. Those that are called no_… cannot be had as files.
const tables = `
CREATE TABLE parent(id int AUTO_INCREMENT PRIMARY KEY, name varchar(50) CHARACTER SET latin1 COLLATE latin1_german2_ci, UNIQUE (name)) AUTO_INCREMENT=4711;
INSERT INTO parent VALUES (1, 'ann'), (3, 'é');
CREATE TABLE child(id int PRIMARY KEY, parent int, own int, FOREIGN KEY (parent) REFERENCES parent(id) ON DELETE CASCADE, FOREIGN KEY (own) REFERENCES child(id), CHECK (id > 0));
INSERT INTO child VALUES (1, 1, NULL), (2, 3, 1);
CREATE TABLE compressed(id int PRIMARY KEY, t text) ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8;
INSERT INTO compressed VALUES (1, REPEAT('x', 20000));
CREATE TABLE redundant(id int PRIMARY KEY, t varchar(99)) ROW_FORMAT=REDUNDANT;
INSERT INTO redundant VALUES (1, 'x');
CREATE TABLE computed(a int, b int AS (a + 1) VIRTUAL, c int AS (a + 2) STORED, KEY (b), KEY (a DESC));
INSERT INTO computed(a) VALUES (1), (2);
CREATE TABLE places(at point NOT NULL, SPATIAL KEY (at));
INSERT INTO places VALUES (POINT(1, 2));
CREATE TABLE ` + "`odd name-ü/%`" + `(id int AUTO_INCREMENT PRIMARY KEY, b longblob);
INSERT INTO ` + "`odd name-ü/%`" + `(b) VALUES (REPEAT('y', 100000));
DELETE FROM ` + "`odd name-ü/%`" + `;
INSERT INTO ` + "`odd name-ü/%`" + `(b) VALUES (REPEAT('z', 100000));
CREATE TABLE nothing(id int);
CREATE TABLE added(id int PRIMARY KEY);
INSERT INTO added VALUES (1);
ALTER TABLE added ADD COLUMN late int NOT NULL DEFAULT 7, ADD COLUMN first int FIRST;
INSERT INTO added VALUES (1, 2, 3);
ALTER TABLE added DROP COLUMN first;
CREATE TABLE no_words(t text, FULLTEXT (t));
INSERT INTO no_words VALUES ('word');
CREATE TABLE no_parts(k int) PARTITION BY RANGE (k) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE);
INSERT INTO no_parts VALUES (3), (30);
CREATE TABLE no_myisam(x int) ENGINE=MyISAM;
INSERT INTO no_myisam VALUES (1);
CREATE TABLE no_memory(x int) ENGINE=MEMORY;
SET GLOBAL innodb_file_per_table = 0;
CREATE TABLE no_file(x int);
INSERT INTO no_file VALUES (1);
SET GLOBAL innodb_file_per_table = 1;
CREATE TRIGGER counting AFTER INSERT ON parent FOR EACH ROW INSERT INTO nothing VALUES (1);
`

// tablesOfMariaDB are of kinds that MySQL has not.
const tablesOfMariaDB = `
CREATE TABLE versions(x int) WITH SYSTEM VERSIONING;
INSERT INTO versions VALUES (1);
UPDATE versions SET x = 2;
CREATE TABLE no_aria(x int) ENGINE=Aria;
INSERT INTO no_aria VALUES (1);
CREATE SEQUENCE no_sequence START 5;
SELECT NEXTVAL(no_sequence);
`

// serving is a server with a database called default.
func serving(t *testing.T, script string) *instance {
	t.Helper()
	dir, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	b := newBackend(Options{Host: clonetest.Host(t, false), Cache: filepath.Join(dir, "ptr-test")})
	file := filepath.Join(t.TempDir(), "tables.sql")
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	sources := []clone.Source{{Alias: "default", SQL: []string{file}}}
	template, err := clone.Store{Dir: t.TempDir()}.Ensure(t.Context(), b, clone.Request{Sources: sources})
	if err != nil {
		t.Fatal(err)
	}
	i, err := databaseEngine{engine: engine{b}}.Open(t.Context(), template)
	if err != nil {
		t.Fatal(err)
	}
	return i.(*instance)
}

func TestTablesAreHadAsFilesWhereThatWorks(t *testing.T) {
	i := serving(t, tables)
	want := []string{"added", "child", "compressed", "computed", "nothing", "odd name-ü/%", "parent", "places", "redundant"}
	copied(t, i, want)
	for _, table := range append(want, "no_words", "no_parts", "no_myisam", "no_file") {
		same(t, i, table)
	}
}

func TestTablesOfMariaDBAreHadAsFilesWhereThatWorks(t *testing.T) {
	if !strings.HasSuffix(newBackend(Options{}).Version(), mariaDB) {
		t.Skip("the server that is installed is MySQL's, which has no such tables")
	}
	i := serving(t, tablesOfMariaDB)
	copied(t, i, []string{"versions"})
	same(t, i, "no_aria")
	const history = "SELECT GROUP_CONCAT(x ORDER BY x) FROM `copy`.versions FOR SYSTEM_TIME ALL"
	if got := i.answer(t, history); got != "1,2" {
		t.Errorf("versions of a row are %s", got)
	}
	if got := i.answer(t, "SELECT NEXTVAL(`copy`.no_sequence)"); got != "1005" { // what the template's server had in stock is gone
		t.Errorf("the next number of a sequence is %s", got)
	}
}

// copied makes a database, in which these tables are had as files.
func copied(t *testing.T, i *instance, want []string) {
	t.Helper()
	b := newBackend(Options{Host: clonetest.Host(t, false)})
	if err := i.create(t.Context(), "copy", "default"); err != nil {
		t.Fatal(err)
	}
	made, err := byTablespaces(t.Context(), b, i.address, "default")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range made.spaces.all {
		got = append(got, s.table)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tables that are had as files:\n%s", diff)
	}
	if err := made.execute(t.Context(), i.address, "copy"); err != nil {
		t.Fatal(err)
	}
}

// same compares a table of two databases, and has the server check the copy.
func same(t *testing.T, i *instance, table string) {
	t.Helper()
	err := i.askOne(t.Context(), "copy", func(_ *sql.DB, c *sql.Conn) error {
		if same, err := alike(t.Context(), c, table, "default", "copy"); !same || err != nil {
			t.Errorf("%s differs, %v", table, err)
		}
		var name, op, kind, text string
		if err := c.QueryRowContext(t.Context(), "CHECK TABLE "+identifier(table)+" EXTENDED").Scan(&name, &op, &kind, &text); err != nil || text != "OK" {
			t.Errorf("%s: %s %s, %v", table, kind, text, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (i *instance) answer(t *testing.T, query string) (value string) {
	t.Helper()
	if err := i.ask(func(db *sql.DB) error { return db.QueryRowContext(t.Context(), query).Scan(&value) }); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return value
}
