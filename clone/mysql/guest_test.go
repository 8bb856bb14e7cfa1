package mysql_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/suite"
)

// entangled are tables that depend on each other in all the ways there are.
const entangled = `
SET foreign_key_checks = 0;
CREATE TABLE a(id int AUTO_INCREMENT PRIMARY KEY, b int NOT NULL, name varchar(20) UNIQUE, FOREIGN KEY (b) REFERENCES b(id));
CREATE TABLE b(id int AUTO_INCREMENT PRIMARY KEY, a int NOT NULL, FOREIGN KEY (a) REFERENCES a(id));
INSERT INTO a(b, name) VALUES (1, 'x'), (2, 'y'), (2, 'z'); INSERT INTO b(a) VALUES (1), (2);
SET foreign_key_checks = 1;
CREATE TABLE tree(id int PRIMARY KEY, parent int, place int UNIQUE, FOREIGN KEY (parent) REFERENCES tree(id));
INSERT INTO tree VALUES (1, NULL, 1), (2, 1, 2), (3, 2, 3), (4, 2, 4);
CREATE TABLE leaf(id int PRIMARY KEY, tree int, a int, FOREIGN KEY (tree) REFERENCES tree(id) ON DELETE CASCADE ON UPDATE CASCADE, FOREIGN KEY (a) REFERENCES a(id) ON DELETE SET NULL);
INSERT INTO leaf VALUES (1, 3, 1), (2, 4, 2), (3, 4, NULL);
CREATE TABLE bag(x int, y varchar(20), f float, d blob); INSERT INTO bag VALUES (1, 'a', 0.1, 'q'), (1, 'a', 0.1, 'q'), (NULL, 'b ', NULL, x'00ff'), (2, NULL, 1e10, '');
CREATE TABLE noted(id int PRIMARY KEY, x text); INSERT INTO noted VALUES (1, 'one'), (2, 'it''s \\');
CREATE TRIGGER noting AFTER INSERT ON noted FOR EACH ROW INSERT INTO bag(x, y) VALUES (NEW.id, 'inserted');
CREATE TRIGGER ungoing BEFORE DELETE ON noted FOR EACH ROW UPDATE tree SET place = place + 100 WHERE id = OLD.id;
CREATE TABLE ` + "`It's ``x``, \"y\"`(`I d` varchar(9) PRIMARY KEY, `a,b` text); INSERT INTO `It's ``x``, \"y\"`" + ` VALUES ('k''', 'c\nd');
CREATE TABLE old(x int) ENGINE=MyISAM; INSERT INTO old VALUES (7), (7);
CREATE TABLE ` + "`empty`" + `(id int AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT=7;
CREATE TABLE big(id int PRIMARY KEY, x varchar(20)); INSERT INTO big VALUES (1, 'row 1');
`

// numbered fills the table big with 3,000 rows.
func numbered() string {
	var script strings.Builder
	for n := 1; n < 3000; n *= 2 {
		fmt.Fprintf(&script, "INSERT INTO big SELECT id + %d, CONCAT('row ', id + %[1]d) FROM big WHERE id + %[1]d <= 3000;\n", n)
	}
	return script.String()
}

// sequence is one, and what it has come to, where the server knows of such.
func sequence() (made, asked string) {
	if !isMariaDB() {
		return "", "''"
	}
	return "CREATE SEQUENCE steps START WITH 5;\n", "(SELECT next_not_cached_value FROM steps)"
}

// visited is a clone on a server of others, where ptr may do little, with a connection
// and a watcher.
func visited(t testing.TB, schema string) (*sql.Conn, clone.Watcher) {
	t.Helper()
	o := serve(t, little)
	h := clonetest.Host(t, false)
	b, err := at(h, o.url("tester", password))
	if err != nil {
		t.Fatal(err)
	}
	template, c := clonetest.CloneAndTemplate(t, h, b, schema, "default")
	return looked(t, b, template, c)
}

// everything is all that a database of entangled tables has.
func everything(t rapid.TB, c *sql.Conn) string {
	t.Helper()
	var parts []string
	_, steps := sequence()
	for table, row := range map[string]string{
		"a": "id, b, name", "b": "id, a", "tree": "id, COALESCE(parent, '-'), place", "leaf": "id, COALESCE(tree, '-'), COALESCE(a, '-')",
		"bag": "QUOTE(x), QUOTE(y), QUOTE(f * 1e0), HEX(d)", "noted": "id, x", "`It's ``x``, \"y\"`": "`I d`, `a,b`", "old": "x", "`empty`": "id",
	} {
		parts = append(parts, fmt.Sprintf("(SELECT CONCAT(%s, ': ', COALESCE(GROUP_CONCAT(CONCAT_WS(' ', %s) ORDER BY 1, CONCAT_WS(' ', %[2]s)), '')) FROM %s)", "'"+strings.ReplaceAll(table, "'", "''")+"'", row, table))
	}
	parts = append(parts, "(SELECT CONCAT(COUNT(*), ' ', SUM(CRC32(CONCAT(id, x)))) FROM big)", steps,
		"(SELECT GROUP_CONCAT(CONCAT_WS(' ', table_name, auto_increment) ORDER BY table_name) FROM information_schema.tables WHERE table_schema = database())")
	for i := range parts { // whatever order the map has
		for j := range i {
			if parts[i] < parts[j] {
				parts[i], parts[j] = parts[j], parts[i]
			}
		}
	}
	var all string
	if err := c.QueryRowContext(context.Background(), "SELECT CONCAT_WS('\n', "+strings.Join(parts, ", ")+")").Scan(&all); err != nil {
		t.Fatal(err)
	}
	return all
}

// says are statements that a test may say, though they need not succeed.
func says(t *rapid.T) []string {
	n := func(name string) int { return rapid.IntRange(1, 5).Draw(t, name) }
	return rapid.SampledFrom([][]string{
		{fmt.Sprintf("INSERT INTO a(b, name) VALUES (%d, 'n%d')", n("b"), n("name"))},
		{fmt.Sprintf("UPDATE a SET name = 'N%d', b = %d WHERE id = %d", n("name"), n("b"), n("id"))},
		{"UPDATE a SET name = 'p' WHERE id = 1", "UPDATE a SET name = 'x' WHERE id = 2", "UPDATE a SET name = 'y' WHERE id = 1"},
		{fmt.Sprintf("DELETE FROM a WHERE id = %d", n("id"))},
		{"SET foreign_key_checks = 0", fmt.Sprintf("DELETE FROM b WHERE id = %d", n("id")), "SET foreign_key_checks = 1"},
		{fmt.Sprintf("INSERT INTO b(a) VALUES (%d)", n("a"))},
		{fmt.Sprintf("DELETE FROM tree WHERE id = %d", n("id"))},
		{fmt.Sprintf("INSERT INTO tree VALUES (%d, %d, %d)", n("id")+3, n("parent"), n("place")+3)},
		{fmt.Sprintf("UPDATE tree SET parent = %d, place = 10 + %d WHERE id = %d", n("parent"), n("place"), n("id"))},
		{fmt.Sprintf("UPDATE leaf SET tree = %d, a = NULL WHERE id = %d", n("tree"), n("id"))},
		{"INSERT INTO bag VALUES (1, 'a', 0.1, 'q')"}, {"DELETE FROM bag WHERE x = 1"}, {"UPDATE bag SET y = 'b' WHERE x IS NULL"}, {"UPDATE bag SET f = f * 1.0000002"}, {"TRUNCATE bag"},
		{"DELETE FROM noted"}, {"UPDATE noted SET x = 'It''S' WHERE id = 2"}, {fmt.Sprintf("REPLACE INTO noted VALUES (%d, 'r')", n("id"))},
		{"UPDATE `It's ``x``, \"y\"` SET `a,b` = '\\\\''\"', `I d` = 'K'''"}, {"INSERT INTO old VALUES (7)"}, {"DELETE FROM old LIMIT 1"},
		{"INSERT INTO `empty` VALUES ()"}, {"INSERT INTO `empty` VALUES ()", "TRUNCATE `empty`"},
		{fmt.Sprintf("DELETE FROM big WHERE id %% 7 = %d", n("rest"))}, {fmt.Sprintf("UPDATE big SET x = 'new' WHERE id = %d", n("id")*500)},
		{"DO NEXTVAL(steps)"}, {"CREATE TABLE IF NOT EXISTS extra(id int)"}, {"DROP TABLE IF EXISTS extra"},
		{"BEGIN", "UPDATE big SET x = 'never'", "ROLLBACK"}, {"BEGIN", "INSERT INTO a(b, name) VALUES (1, 'never')", "ROLLBACK"},
		{"RENAME TABLE bag TO bags, old TO bag, bags TO old", "RENAME TABLE bag TO bags, old TO bag, bags TO old"},
	}).Draw(t, "says")
}

// Whatever a test does that is told as changes can be put back; and what is not told is
// none.
func TestARestoredDatabaseIsLikeItsTemplate(t *testing.T) {
	steps, _ := sequence()
	c, w := visited(t, entangled+numbered()+steps)
	before := everything(t, c)
	rapid.Check(t, func(t *rapid.T) {
		told := 0
		for range rapid.IntRange(1, 3).Draw(t, "looks") {
			for range rapid.IntRange(1, 6).Draw(t, "deeds") {
				for _, statement := range says(t) {
					_, _ = c.ExecContext(context.Background(), statement)
				}
			}
			changes, err := w.Changes(context.Background(), 3)
			if err != nil {
				t.Fatal(err)
			}
			told += len(changes)
		}
		if is := everything(t, c); told == 0 && is != before {
			t.Errorf("nothing is told, and there is\n%s\nwhere there was\n%s", is, before)
		}
		if err := w.Restore(context.Background()); err != nil {
			t.Fatal(err)
		}
		if is := everything(t, c); is != before {
			t.Errorf("after a restore there is\n%s\nand before there was\n%s", is, before)
		}
		if changes, err := w.Changes(context.Background(), 3); err != nil || len(changes) > 0 {
			t.Errorf("then Changes = %v, %v", changes, err)
		}
	})
}

func TestWhatAGuestCannotUndo(t *testing.T) {
	for statement, want := range map[string]suite.Change{
		"ALTER TABLE log ADD x int": {Where: "schema", Old: "log", New: "log, altered"},
		"DROP TABLE log":            {Where: "schema", Old: "log"},
		"CREATE VIEW v AS SELECT 1": {Where: "schema", New: "view v"},
		"DROP TRIGGER noting":       {Where: "schema", Old: "people", New: "people, altered"},
	} {
		t.Run(statement, func(t *testing.T) {
			c, w := visited(t, watchedSchema)
			if _, err := c.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
			got, err := w.Changes(t.Context(), 5)
			want.Alias = "default"
			if diff := cmp.Diff([]suite.Change{want}, got); err != nil || diff != "" {
				t.Errorf("Changes: %v (-want +got):\n%s", err, diff)
			}
			if err := w.Restore(t.Context()); !errors.Is(err, clone.ErrIrreversible) {
				t.Errorf("Restore: %v, want %v", err, clone.ErrIrreversible)
			}
		})
	}
}

// A test that still holds locks keeps no run waiting for ever.
func TestARowThatIsLockedCannotBeRestoredByAGuest(t *testing.T) {
	c, w := visited(t, watchedSchema)
	for _, statement := range []string{"UPDATE child SET person = 2", "BEGIN", "SELECT * FROM child FOR UPDATE"} {
		if _, err := c.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Restore(t.Context()); !errors.Is(err, clone.ErrIrreversible) {
		t.Errorf("Restore: %v, want %v", err, clone.ErrIrreversible)
	}
}

// A transaction may have written before a look, and end after it.
func TestACommitThatWritesNoMoreIsSeen(t *testing.T) {
	c, w := visited(t, watchedSchema)
	say := func(statements ...string) {
		t.Helper()
		for _, statement := range statements {
			if _, err := c.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
	}
	want := func(want ...suite.Change) {
		t.Helper()
		got, err := w.Changes(t.Context(), 5)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("Changes: %v (-want +got):\n%s", err, diff)
		}
	}
	say("BEGIN", "UPDATE child SET person = 2")
	want()
	want()
	say("COMMIT")
	want(suite.Change{Alias: "default", Where: "table child", Old: "id=1 person=1", New: "id=1 person=2"})
	want()
	say("XA START 'x'", "UPDATE child SET person = 1", "XA END 'x'", "XA PREPARE 'x'")
	want()
	say("XA COMMIT 'x'")
	want(suite.Change{Alias: "default", Where: "table child", Old: "id=1 person=2", New: "id=1 person=1"})
}

// A table that nobody can read is named, and what was done to it once it can be read.
func TestATableThatIsLockedAgainstReadersIsNamed(t *testing.T) {
	c, w := visited(t, watchedSchema)
	for _, statement := range []string{"LOCK TABLES log WRITE", "DELETE FROM log LIMIT 1"} {
		if _, err := c.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []suite.Change{
		{Alias: "default", Where: "table log", Old: "rows", New: "locked by a session that is still open"},
		{Alias: "default", Where: "table log", Old: "line='a'"},
	} {
		got, err := w.Changes(t.Context(), 5)
		if diff := cmp.Diff([]suite.Change{want}, got); err != nil || diff != "" {
			t.Errorf("Changes: %v (-want +got):\n%s", err, diff)
		}
		if _, err := c.ExecContext(t.Context(), "UNLOCK TABLES"); err != nil {
			t.Fatal(err)
		}
	}
}

// What others do on the server is not what a clone's tests do, and hides nothing.
func TestOthersAreBusyOnTheServer(t *testing.T) {
	o := serve(t, little)
	h := clonetest.Host(t, false)
	b := clonetest.Opened(t, at, o.url("tester", password))
	template, c := clonetest.CloneAndTemplate(t, h, b, watchedSchema, "default")
	conn, w := looked(t, b, template, c)
	o.tell(t, "CREATE TABLE busy(x int)")
	for range 3 {
		o.tell(t, "INSERT INTO busy VALUES (1)")
		if changes, err := w.Changes(t.Context(), 5); err != nil || len(changes) > 0 {
			t.Fatalf("Changes = %v, %v, want none", changes, err)
		}
		if used, err := w.Used(t.Context()); err != nil || used {
			t.Fatalf("Used = %v, %v, want false", used, err)
		}
	}
	if _, err := conn.ExecContext(t.Context(), "UPDATE child SET person = 2"); err != nil {
		t.Fatal(err)
	}
	o.tell(t, "INSERT INTO busy VALUES (1)")
	got, err := w.Changes(t.Context(), 5)
	want := []suite.Change{{Alias: "default", Where: "table child", Old: "id=1 person=1", New: "id=1 person=2"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("Changes: %v (-want +got):\n%s", err, diff)
	}
}

func TestATableThatHadNoRowsCountsFromOneAgain(t *testing.T) {
	conn, w := visited(t, "CREATE TABLE unused(id int AUTO_INCREMENT PRIMARY KEY);")
	if _, err := conn.ExecContext(t.Context(), "INSERT INTO unused VALUES (), ()"); err != nil {
		t.Fatal(err)
	}
	want := []suite.Change{
		{Alias: "default", Where: "table unused", New: "id=1"}, {Alias: "default", Where: "table unused", New: "id=2"},
		{Alias: "default", Where: "AUTO_INCREMENT of unused", Old: "1", New: "3"},
	}
	changes, err := w.Changes(t.Context(), 10)
	if diff := cmp.Diff(want, changes); err != nil || diff != "" {
		t.Errorf("Changes(): %v (-want +got):\n%s", err, diff)
	}
	if err := w.Restore(t.Context()); err != nil {
		t.Fatal(err)
	}
	rollBack(t, conn, "INSERT INTO unused VALUES ()")
	changes, err = w.Changes(t.Context(), 10)
	if diff := cmp.Diff([]suite.Change{{Alias: "default", Where: "AUTO_INCREMENT of unused", Old: "1", New: "2"}}, changes); err != nil || diff != "" {
		t.Errorf("after a restore: %v (-want +got):\n%s", err, diff)
	}
}
