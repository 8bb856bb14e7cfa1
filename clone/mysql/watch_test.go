package mysql_test

import (
	"database/sql"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/clone/mysql"
	"github.com/ptr-project/ptr/suite"
)

const watchedSchema = `
CREATE TABLE people(id int AUTO_INCREMENT PRIMARY KEY, name varchar(300), UNIQUE KEY (name));
CREATE TABLE log(line text);
CREATE TABLE child(id int PRIMARY KEY, person int, FOREIGN KEY (person) REFERENCES people(id) ON DELETE CASCADE);
CREATE TABLE strict(id int PRIMARY KEY, person int, FOREIGN KEY (person) REFERENCES people(id));
CREATE TRIGGER noting AFTER UPDATE ON people FOR EACH ROW INSERT INTO log VALUES (NEW.name);
INSERT INTO people(name) VALUES ('ann'), ('bob');
INSERT INTO log VALUES ('a'), ('a');
INSERT INTO child VALUES (1, 1);
INSERT INTO strict VALUES (1, 2);
`

// watched is a clone of that, with a connection and a watcher.
func watched(t *testing.T) (*sql.Conn, clone.Watcher) {
	t.Helper()
	h := clonetest.Host(t, false)
	b := mysql.New(mysql.Options{Host: h, Cache: cache(t), Watched: true})
	template, c := clonetest.CloneAndTemplate(t, h, b, watchedSchema, "default")
	return looked(t, b, template, c)
}

// looked is a clone with a connection and a watcher.
func looked(t testing.TB, b clone.Backend, template clone.Template, c clone.Clone) (*sql.Conn, clone.Watcher) {
	t.Helper()
	w, err := b.Watch(t.Context(), template, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	db, err := sql.Open("mysql", c.Databases["default"]["dsn"])
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() }) // or what it has locked could not be dropped
	return conn, w
}

// contents are all rows and counters.
func contents(t *testing.T, c *sql.Conn) string {
	t.Helper()
	const query = `SELECT CONCAT_WS(';', (SELECT GROUP_CONCAT(id, name ORDER BY id) FROM people), (SELECT GROUP_CONCAT(line ORDER BY line) FROM log),
		(SELECT GROUP_CONCAT(id, person ORDER BY id) FROM child), (SELECT GROUP_CONCAT(id, person ORDER BY id) FROM strict),
		(SELECT GROUP_CONCAT(table_name ORDER BY table_name) FROM information_schema.tables WHERE table_schema = database()),
		(SELECT auto_increment FROM information_schema.tables WHERE table_schema = database() AND table_name = 'people'))`
	var all string
	if err := c.QueryRowContext(t.Context(), query).Scan(&all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestWhatATestLeavesIsNamedAndUndone(t *testing.T) {
	c, w := watched(t)
	before := contents(t, c)
	for name, tt := range map[string]struct {
		do   []string
		left []suite.Change
	}{
		"a commit on a connection that is open": {[]string{"INSERT INTO people(name) VALUES ('eve')"}, []suite.Change{
			{Where: "table people", New: "id=3 name='eve'"}, {Where: "AUTO_INCREMENT of people", Old: "3", New: "4"},
		}},
		"a trigger's write": {[]string{"UPDATE people SET name = 'Ann' WHERE id = 1"}, []suite.Change{
			{Where: "table log", New: "line='Ann'"}, {Where: "table people", Old: "id=1 name='ann'", New: "id=1 name='Ann'"},
		}},
		"what is undone is no change": {[]string{"DELETE FROM log LIMIT 1", "INSERT INTO log VALUES ('a')"}, nil},
		"one of two rows that are alike": {[]string{"DELETE FROM log LIMIT 1"}, []suite.Change{
			{Where: "table log", Old: "line='a'"},
		}},
		"a rollback, but for its number": {[]string{"BEGIN", "INSERT INTO people(name) VALUES ('eve')", "ROLLBACK"}, []suite.Change{
			{Where: "AUTO_INCREMENT of people", Old: "3", New: "4"},
		}},
		"foreign keys or not": {[]string{"DELETE FROM strict", "DELETE FROM people WHERE id = 2"}, []suite.Change{
			{Where: "table people", Old: "id=2 name='bob'"}, {Where: "table strict", Old: "id=1 person=2"},
		}},
		"a new table": {[]string{"CREATE TABLE extra(x int)", "INSERT INTO extra VALUES (1)"}, []suite.Change{
			{Where: "schema", New: "CREATE TABLE extra(x int)"}, {Where: "table extra", New: "x=1"},
		}},
		"what a long text ends with": {[]string{"INSERT INTO log VALUES (REPEAT('x', 200))", "UPDATE log SET line = CONCAT(line, 'y') WHERE line LIKE 'xx%'"}, []suite.Change{
			{Where: "table log", New: "line='" + long('x') + "…'"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, statement := range tt.do {
				if _, err := c.ExecContext(t.Context(), statement); err != nil {
					t.Fatal(err)
				}
			}
			got, err := w.Changes(t.Context(), 5)
			if err != nil {
				t.Fatal(err)
			}
			for i := range tt.left {
				tt.left[i].Alias = "default"
			}
			if diff := cmp.Diff(tt.left, got); diff != "" {
				t.Errorf("Changes (-want +got):\n%s", diff)
			}
			if err := w.Restore(t.Context()); err != nil {
				t.Fatal(err)
			}
			if after := contents(t, c); after != before {
				t.Errorf("after a restore there is\n%s, and before there was\n%s", after, before)
			}
		})
	}
}

func long(c byte) string {
	text := make([]byte, 100)
	for i := range text {
		text[i] = c
	}
	return string(text)
}

func TestWhatCannotBeUndoneSaysSo(t *testing.T) {
	for statement, want := range map[string]suite.Change{
		"TRUNCATE log":              {Where: "table log", Old: "all of its rows", New: "none"},
		"ALTER TABLE log ADD x int": {Where: "schema", New: "ALTER TABLE log ADD x int"},
	} {
		t.Run(statement, func(t *testing.T) {
			c, w := watched(t)
			if _, err := c.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
			got, err := w.Changes(t.Context(), 5)
			want.Alias = "default"
			if err != nil || len(got) == 0 || got[len(got)-1] != want {
				t.Errorf("Changes = %+v, %v, want %+v among them", got, err, want)
			}
			if err := w.Restore(t.Context()); !errors.Is(err, clone.ErrIrreversible) {
				t.Errorf("Restore: %v, want %v", err, clone.ErrIrreversible)
			}
		})
	}
}

// InnoDB follows foreign keys without a word in the log; MySQL does so itself since 9.6.
func TestWhatAForeignKeyLedToIsNamedAndUndoneWhereTheLogHasIt(t *testing.T) {
	c, w := watched(t)
	before := contents(t, c)
	if _, err := c.ExecContext(t.Context(), "DELETE FROM people WHERE id = 1"); err != nil {
		t.Fatal(err)
	}
	got, err := w.Changes(t.Context(), 5)
	if err != nil {
		t.Fatal(err)
	}
	restored := w.Restore(t.Context())
	if unnamed := (suite.Change{Alias: "default", Where: "table child", Old: "rows that a foreign key led to", New: "others, or none"}); slices.Contains(got, unnamed) {
		if !errors.Is(restored, clone.ErrIrreversible) {
			t.Errorf("Restore: %v, want %v", restored, clone.ErrIrreversible)
		}
		return
	}
	if named := (suite.Change{Alias: "default", Where: "table child", Old: "id=1 person=1"}); !slices.Contains(got, named) {
		t.Errorf("Changes = %+v, want %+v among them", got, named)
	}
	if after := contents(t, c); restored != nil || after != before {
		t.Errorf("Restore: %v; there is\n%s, and before there was\n%s", restored, after, before)
	}
}

func TestCountersOfOddlyNamedTablesAreToldApart(t *testing.T) {
	h := clonetest.Host(t, false)
	b := mysql.New(mysql.Options{Host: h, Cache: cache(t), Watched: true})
	names := []string{"`a/b`.`c`", "`a`.`b/d`", "`a`.`x.y ``é/@002f`", "`größe-1`.`b`"}
	schema := "CREATE DATABASE `a/b`; CREATE DATABASE a; CREATE DATABASE `größe-1`;"
	for _, name := range names {
		schema += "CREATE TABLE " + name + "(id int AUTO_INCREMENT PRIMARY KEY);"
	}
	template, c := clonetest.CloneAndTemplate(t, h, b, schema, "default")
	conn, w := looked(t, b, template, c)
	for _, name := range names {
		rollBack(t, conn, "INSERT INTO "+name+" VALUES ()")
		changes, err := w.Changes(t.Context(), 10)
		_, table, _ := strings.Cut(name, ".`")
		table = strings.ReplaceAll(strings.TrimSuffix(table, "`"), "``", "`")
		want := []suite.Change{{Where: "AUTO_INCREMENT of " + table, Old: "1", New: "2"}}
		if diff := cmp.Diff(want, changes, cmpopts.IgnoreFields(suite.Change{}, "Alias")); err != nil || diff != "" {
			t.Errorf("after a row that was rolled back in %s: %v (-want +got):\n%s", name, err, diff)
		}
	}
	if err := w.Restore(t.Context()); err != nil {
		t.Fatal(err)
	}
	rollBack(t, conn, "INSERT INTO `a/b`.c VALUES ()")
	if changes, err := w.Changes(t.Context(), 10); err != nil || len(changes) != 1 || changes[0].New != "2" {
		t.Errorf("after a restore, and a row: %v, %v", changes, err)
	}
}

// rollBack does something in a transaction, which is rolled back.
func rollBack(t *testing.T, c *sql.Conn, statement string) {
	t.Helper()
	for _, s := range []string{"BEGIN", statement, "ROLLBACK"} {
		if _, err := c.ExecContext(t.Context(), s); err != nil {
			t.Fatal(s, err)
		}
	}
}
