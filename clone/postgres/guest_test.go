package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/suite"
)

// entangled are tables that depend on each other in all the ways there are.
const entangled = `
CREATE TABLE a(id serial PRIMARY KEY, b int NOT NULL, name text UNIQUE);
CREATE TABLE b(id serial PRIMARY KEY, a int NOT NULL REFERENCES a);
INSERT INTO a(b, name) VALUES (1, 'x'), (2, 'y'), (2, 'z'); INSERT INTO b(a) VALUES (1), (2);
ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
CREATE TABLE tree(id int PRIMARY KEY, parent int REFERENCES tree, place int UNIQUE);
INSERT INTO tree VALUES (1, NULL, 1), (2, 1, 2), (3, 2, 3), (4, 2, 4);
CREATE TABLE leaf(id int PRIMARY KEY, tree int REFERENCES tree ON DELETE CASCADE ON UPDATE CASCADE, a int REFERENCES a ON DELETE SET NULL);
INSERT INTO leaf VALUES (1, 3, 1), (2, 4, 2), (3, 4, NULL);
CREATE TABLE bag(x int, y text); INSERT INTO bag VALUES (1, 'a'), (1, 'a'), (NULL, 'b'), (2, NULL);
CREATE UNLOGGED TABLE fleeting(id int PRIMARY KEY, x int); INSERT INTO fleeting VALUES (1, 1);
CREATE TABLE "It's ""x"""("Id" int PRIMARY KEY, "a,b" text); INSERT INTO "It's ""x""" VALUES (1, 'c''d');
CREATE TABLE big(id int PRIMARY KEY, x text); INSERT INTO big SELECT i, 'row ' || i FROM generate_series(1, 3000) i;
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO bag VALUES (0, TG_OP); IF TG_OP = ''DELETE'' THEN RETURN old; END IF; RETURN new; END';
CREATE TRIGGER noting BEFORE INSERT OR UPDATE OR DELETE ON tree FOR EACH ROW EXECUTE FUNCTION note();
CREATE TRIGGER always AFTER INSERT OR DELETE ON b FOR EACH ROW EXECUTE FUNCTION note(); ALTER TABLE b ENABLE ALWAYS TRIGGER always;
CREATE TRIGGER never AFTER INSERT ON b FOR EACH ROW EXECUTE FUNCTION note(); ALTER TABLE b DISABLE TRIGGER never;
CREATE RULE keep AS ON DELETE TO fleeting WHERE old.id = 2 DO INSTEAD NOTHING;
`

// everything is all that a database of entangled tables has.
func everything(t rapid.TB, c *pgx.Conn) string {
	t.Helper()
	parts := []string{
		"(SELECT string_agg(concat(tgname, tgenabled), ',' ORDER BY tgname) FROM pg_trigger WHERE NOT tgisinternal)",
		"(SELECT string_agg(concat(rulename, ev_enabled), ',' ORDER BY rulename) FROM pg_rewrite WHERE rulename = 'keep')",
		"(SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace)",
	}
	for _, table := range []string{"a", "b", "tree", "leaf", "bag", "fleeting", `"It's ""x"""`} {
		parts = append(parts, "(SELECT string_agg(t::text, ',' ORDER BY t::text) FROM "+table+" t)")
	}
	parts = append(parts, "(SELECT md5(string_agg(t::text, ',' ORDER BY id)) FROM big t)")
	for _, sequence := range []string{"a_id_seq", "b_id_seq"} {
		parts = append(parts, "(SELECT concat(last_value, is_called) FROM "+sequence+")")
	}
	var all string
	if err := c.QueryRow(context.Background(), "SELECT concat_ws(E'\\n', "+strings.Join(parts, ", ")+")").Scan(&all); err != nil {
		t.Fatal(err)
	}
	return all
}

// deed is a statement that a test may say, though it need not succeed.
func deed(t *rapid.T) string {
	n := func(name string) int { return rapid.IntRange(1, 5).Draw(t, name) }
	return rapid.SampledFrom([]string{
		fmt.Sprintf("INSERT INTO a(b, name) VALUES (%d, 'n%d')", n("b"), n("name")),
		fmt.Sprintf("UPDATE a SET name = 'n%d', b = %d WHERE id = %d", n("name"), n("b"), n("id")),
		"UPDATE a SET name = CASE id WHEN 1 THEN 'p' ELSE 'q' || id END; UPDATE a SET name = 'y' WHERE id = 1; UPDATE a SET name = 'x' WHERE id = 2",
		fmt.Sprintf("DELETE FROM a WHERE id = %d", n("id")),
		fmt.Sprintf("WITH gone AS (DELETE FROM b WHERE id = %d) DELETE FROM a WHERE b = %[1]d", n("id")),
		fmt.Sprintf("INSERT INTO b(a) VALUES (%d)", n("a")),
		fmt.Sprintf("UPDATE b SET a = %d WHERE id = %d", n("a"), n("id")),
		fmt.Sprintf("DELETE FROM tree WHERE id = %d", n("id")),
		fmt.Sprintf("INSERT INTO tree VALUES (%d, %d, %d)", n("id")+3, n("parent"), n("place")+3),
		fmt.Sprintf("UPDATE tree SET parent = %d, place = 10 + %d WHERE id = %d", n("parent"), n("place"), n("id")),
		fmt.Sprintf("UPDATE tree SET id = 20 WHERE id = %d", n("id")),
		fmt.Sprintf("UPDATE leaf SET tree = %d, a = NULL WHERE id = %d", n("tree"), n("id")),
		"DELETE FROM leaf; DELETE FROM tree",
		"INSERT INTO bag VALUES (1, 'a')", "DELETE FROM bag WHERE x = 1", "UPDATE bag SET y = 'a' WHERE x IS NULL", "TRUNCATE bag",
		"TRUNCATE a, b, leaf RESTART IDENTITY", "INSERT INTO fleeting VALUES (2, 2)", "UPDATE fleeting SET x = x + 1",
		fmt.Sprintf(`INSERT INTO "It's ""x""" VALUES (%d, '\"''')`, n("id")),
		fmt.Sprintf("DELETE FROM big WHERE id %% 7 = %d", n("rest")), fmt.Sprintf("UPDATE big SET x = 'new' WHERE id = %d", n("id")*500),
		fmt.Sprintf("SELECT setval('a_id_seq', %d)", n("at")), "CREATE TABLE extra(id serial)", "DROP TABLE IF EXISTS extra",
		"BEGIN; UPDATE big SET x = 'never'; ROLLBACK", "VACUUM FULL bag",
	}).Draw(t, "deed")
}

// Whatever a test does that is told as changes can be put back; and what is not told is
// none.
func TestARestoredDatabaseIsLikeItsTemplate(t *testing.T) {
	c, w := visited(t, entangled)
	before := everything(t, c)
	rapid.Check(t, func(t *rapid.T) {
		told := 0
		for range rapid.IntRange(1, 3).Draw(t, "looks") {
			for range rapid.IntRange(1, 6).Draw(t, "deeds") {
				_, _ = c.Exec(context.Background(), deed(t), pgx.QueryExecModeSimpleProtocol)
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

// What others do on the server is not what a clone's tests do, and hides nothing.
func TestOthersAreBusyOnTheServer(t *testing.T) {
	o := serve(t, "CREATEDB")
	h := clonetest.Host(t, false)
	b := clonetest.Opened(t, at, o.tester())
	template, c := clonetest.CloneAndTemplate(t, h, b, entangled, "default")
	conn, w := looked(t, b, template, c)
	for range 3 {
		o.tell(t, "CREATE TABLE IF NOT EXISTS busy(x int); INSERT INTO busy VALUES (1)")
		if changes, err := w.Changes(t.Context(), 5); err != nil || len(changes) > 0 {
			t.Fatalf("Changes = %v, %v, want none", changes, err)
		}
		if used, err := w.Used(t.Context()); err != nil || used {
			t.Fatalf("Used = %v, %v, want false", used, err)
		}
	}
	if _, err := conn.Exec(t.Context(), "UPDATE fleeting SET x = 2"); err != nil {
		t.Fatal(err)
	}
	o.tell(t, "INSERT INTO busy VALUES (1)")
	got, err := w.Changes(t.Context(), 5)
	want := []suite.Change{{Alias: "default", Where: "table fleeting", Old: "id='1' x='1'", New: "id='1' x='2'"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("Changes: %v (-want +got):\n%s", err, diff)
	}
}

// A table that nobody can read is named, and what was done to it once it can be read.
func TestATableThatIsLockedAgainstReadersIsNamed(t *testing.T) {
	c, w := visited(t, entangled)
	say := func(statement string) {
		t.Helper()
		if _, err := c.Exec(t.Context(), statement, pgx.QueryExecModeSimpleProtocol); err != nil {
			t.Fatal(err)
		}
	}
	want := func(want ...suite.Change) {
		t.Helper()
		got, err := w.Changes(t.Context(), 5)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("Changes: %v (-want +got):\n%s", err, diff)
		}
	}
	locked := suite.Change{Alias: "default", Where: "table fleeting", Old: "rows", New: "locked by a transaction that is still open"}
	say("UPDATE bag SET y = 'c' WHERE x IS NULL")
	say("BEGIN; LOCK fleeting; UPDATE fleeting SET x = 5")
	want(suite.Change{Alias: "default", Where: "table bag", Old: "x=NULL y='b'"}, suite.Change{Alias: "default", Where: "table bag", New: "x=NULL y='c'"}, locked)
	if err := w.Restore(t.Context()); !errors.Is(err, clone.ErrIrreversible) {
		t.Errorf("Restore: %v, want %v", err, clone.ErrIrreversible)
	}
	say("COMMIT")
	want(suite.Change{Alias: "default", Where: "table fleeting", Old: "id='1' x='1'", New: "id='1' x='5'"})
	want()
}
