package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/clone/postgres"
	"github.com/ptr-project/ptr/suite"
)

const watchedSchema = `
CREATE TABLE people(id serial PRIMARY KEY, name text UNIQUE, big text, twice int GENERATED ALWAYS AS (id * 2) STORED);
ALTER TABLE people ALTER big SET STORAGE EXTERNAL;
CREATE TABLE log(line text, odd boolean, at point, doc json);
CREATE TABLE child(id int PRIMARY KEY, person int REFERENCES people ON DELETE CASCADE);
CREATE TABLE "Quoted ""name"(a int, b int, "c d" text, PRIMARY KEY (b, a));
CREATE TABLE pairs(a int, b int, half int GENERATED ALWAYS AS (b / 2) STORED, PRIMARY KEY (a, half));
CREATE TABLE parted(k int) PARTITION BY RANGE (k); CREATE TABLE part1 PARTITION OF parted FOR VALUES FROM (0) TO (10);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO log(line) VALUES (new.name); RETURN new; END';
CREATE TRIGGER noting AFTER UPDATE ON people FOR EACH ROW EXECUTE FUNCTION note();
INSERT INTO people(name, big) VALUES ('ann', repeat('x', 9000)), ('bob', NULL);
INSERT INTO log VALUES ('a', true, '(1,2)', '{"a": 1}'), ('a', true, '(1,2)', '{"a": 1}');
INSERT INTO child VALUES (1, 1);
INSERT INTO "Quoted ""name" VALUES (1, 2, E'it''s \\\\');
INSERT INTO pairs VALUES (1, 1), (1, 2);
INSERT INTO parted VALUES (3);
`

// watched is a clone of that, with a connection and a watcher.
func watched(t testing.TB, schema string) (*pgx.Conn, clone.Watcher) {
	t.Helper()
	h := clonetest.Host(t, false)
	b := postgres.New(postgres.Options{Host: h, Cache: cache(t), Watched: true})
	template, c := clonetest.CloneAndTemplate(t, h, b, schema, "default")
	return looked(t, b, template, c)
}

// looked is a clone with a connection and a watcher.
func looked(t testing.TB, b clone.Backend, template clone.Template, c clone.Clone) (*pgx.Conn, clone.Watcher) {
	t.Helper()
	w, err := b.Watch(t.Context(), template, c)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), c.Databases["default"]["dsn"])
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(w.Close(), conn.Close(context.Background())); err != nil {
			t.Error(err)
		}
	})
	return conn, w
}

// visited is the same on a server that others run, where ptr may do little.
func visited(t testing.TB, schema string) (*pgx.Conn, clone.Watcher) {
	t.Helper()
	o := serve(t, "CREATEDB")
	h := clonetest.Host(t, false)
	b, err := at(h, o.tester())
	if err != nil {
		t.Fatal(err)
	}
	template, c := clonetest.CloneAndTemplate(t, h, b, schema, "default")
	return looked(t, b, template, c)
}

// watchings are the ways to watch a clone.
func watchings() map[string]func(testing.TB, string) (*pgx.Conn, clone.Watcher) {
	all := map[string]func(testing.TB, string) (*pgx.Conn, clone.Watcher){"on a private server": watched, "on a server of others": visited}
	if major() >= 18 {
		all["on a private server that computes a column"] = computing
	}
	return all
}

// major is the first number of the version of the server that is installed.
func major() (n int) {
	_, _ = fmt.Sscanf(postgres.New(postgres.Options{}).Version(), "%d", &n)
	return n
}

// computing is watched where the server cannot tell of all tables.
func computing(t testing.TB, schema string) (*pgx.Conn, clone.Watcher) {
	t.Helper()
	return watched(t, schema+"CREATE TABLE computed(n int, twice int GENERATED ALWAYS AS (n * 2)); INSERT INTO computed VALUES (1);")
}

// It is looked at whether a row of such a table can be written, and comes back.
func TestATableWithAComputedColumnIsPutBack(t *testing.T) {
	if major() < 18 {
		t.Skip("PostgreSQL came to have columns that are computed when they are read with 18")
	}
	c, w := computing(t, "")
	if _, err := c.Exec(t.Context(), "UPDATE computed SET n = 2"); err != nil {
		t.Fatal(err)
	}
	got, err := w.Changes(t.Context(), 5)
	want := []suite.Change{{Alias: "default", Where: "table computed", Old: "n='1'"}, {Alias: "default", Where: "table computed", New: "n='2'"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("Changes: %v (-want +got):\n%s", err, diff)
	}
	if err := w.Restore(t.Context()); err != nil {
		t.Fatal(err)
	}
	var twice int
	if err := c.QueryRow(t.Context(), "SELECT twice FROM computed").Scan(&twice); err != nil || twice != 2 {
		t.Errorf("after a restore the column is %d, %v, want 2", twice, err)
	}
}

// Its rows can be changed, by anybody, and all is as if it were any other change to a table.
func TestATableThatATestGivesAComputedColumnStaysInUse(t *testing.T) {
	if major() < 18 {
		t.Skip("PostgreSQL came to have columns that are computed when they are read with 18")
	}
	c, w := watched(t, "CREATE TABLE plain(id int PRIMARY KEY, n int); CREATE TABLE beside(n int); CREATE TABLE below() INHERITS (plain); CREATE TABLE lowest() INHERITS (below); INSERT INTO plain VALUES (1, 1), (2, 2); INSERT INTO lowest VALUES (3, 3); CREATE ROLE owner; ALTER TABLE plain OWNER TO owner; ALTER TABLE below OWNER TO owner; ALTER TABLE lowest OWNER TO owner; GRANT ALL ON SCHEMA public TO owner;")
	for _, s := range []string{
		"SET ROLE owner", "ALTER TABLE plain ADD twice int GENERATED ALWAYS AS (n * 2)", "UPDATE plain SET n = 3 WHERE id = 1", "DELETE FROM plain WHERE id = 2", "UPDATE lowest SET n = 4", "RESET ROLE",
		"INSERT INTO beside VALUES (1)", "UPDATE beside SET n = 2",
	} {
		if _, err := c.Exec(t.Context(), s); err != nil {
			t.Fatal(s, err)
		}
	}
	changes, err := w.Changes(t.Context(), 5)
	if err != nil || !slices.ContainsFunc(changes, func(c suite.Change) bool { return c.Where == "table beside" && c.New == "n='2'" }) ||
		!slices.ContainsFunc(changes, func(c suite.Change) bool { return c.Where == "schema" && c.Old == "plain" }) {
		t.Errorf("Changes() = %v, %v, want the row of beside, and that plain is another", changes, err)
	}
	if err := w.Restore(t.Context()); !errors.Is(err, clone.ErrIrreversible) {
		t.Errorf("Restore() = %v, want that it cannot be undone", err)
	}
}

// contents are all rows, relations and positions.
func contents(t *testing.T, c *pgx.Conn) string {
	t.Helper()
	const query = `SELECT concat_ws(';', (SELECT string_agg(p::text, '|' ORDER BY id) FROM people p), (SELECT string_agg(l::text, '|' ORDER BY l::text) FROM log l),
		(SELECT string_agg(c::text, '|') FROM child c), (SELECT string_agg(q::text, '|') FROM "Quoted ""name" q), (SELECT string_agg(k::text, '|') FROM parted),
		(SELECT string_agg(p::text, '|' ORDER BY b) FROM pairs p),
		(SELECT string_agg(relname, '|' ORDER BY relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace), (SELECT last_value || is_called::text FROM people_id_seq))`
	var all string
	if err := c.QueryRow(t.Context(), query).Scan(&all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestWhatATestLeavesIsNamedAndUndone(t *testing.T) {
	for name, watched := range watchings() {
		t.Run(name, func(t *testing.T) { namedAndUndone(t, watched) })
	}
}

func namedAndUndone(t *testing.T, watched func(testing.TB, string) (*pgx.Conn, clone.Watcher)) {
	c, w := watched(t, watchedSchema)
	before := contents(t, c)
	step := suite.Change{Where: "sequence people_id_seq", Old: "2", New: "3"}
	for name, tt := range map[string]struct {
		do   string
		left []suite.Change
	}{
		"a commit on a connection that is open": {"INSERT INTO people(name) VALUES ('eve')", []suite.Change{
			{Where: "table people", New: "id='3' name='eve' big=NULL"}, step,
		}},
		"a trigger's write, and a large value that stays": {"UPDATE people SET name = 'Ann' WHERE id = 1", []suite.Change{
			{Where: "table log", New: "line='Ann' odd=NULL at=NULL doc=NULL"}, {Where: "table people", Old: "id='1' name='ann'", New: "id='1' name='Ann'"},
		}},
		"what is undone is no change": {"DELETE FROM child; INSERT INTO child VALUES (1, 1)", nil},
		"one of two rows that are alike": {"DELETE FROM log WHERE ctid = (SELECT min(ctid) FROM log)", []suite.Change{
			{Where: "table log", Old: `line='a' odd='t' at='(1,2)' doc='{"a": 1}'`},
		}},
		"an update without a key": {"UPDATE log SET line = 'b' WHERE ctid = (SELECT min(ctid) FROM log)", []suite.Change{
			{Where: "table log", Old: `line='a' odd='t' at='(1,2)' doc='{"a": 1}'`}, {Where: "table log", New: `line='b' odd='t' at='(1,2)' doc='{"a": 1}'`},
		}},
		"a rollback, but for the sequence": {"BEGIN; INSERT INTO people(name) VALUES ('eve'); ROLLBACK", []suite.Change{step}},
		"a cascade": {"DELETE FROM people WHERE id = 1", []suite.Change{
			{Where: "table child", Old: "id='1' person='1'"}, {Where: "table people", Old: "id='1' name='ann' big='" + strings.Repeat("x", 100) + "…'"},
		}},
		"names and texts of all kinds": {`UPDATE "Quoted ""name" SET a = 7, "c d" = '\' || chr(10)`, []suite.Change{
			{Where: `table Quoted "name`, Old: `a='1' b='2' c d='it''s \\'`}, {Where: `table Quoted "name`, New: "a='7' b='2' c d='\\\n'"},
		}},
		"a key of which some is generated": {"UPDATE pairs SET b = 4 WHERE b = 2", []suite.Change{{Where: "table pairs", Old: "a='1' b='2'"}, {Where: "table pairs", New: "a='1' b='4'"}}},
		"a partition":                      {"UPDATE parted SET k = 4", []suite.Change{{Where: "table part1", Old: "k='3'"}, {Where: "table part1", New: "k='4'"}}},
		"a new table, and what is done to it": {"CREATE TABLE extra(x serial); INSERT INTO extra DEFAULT VALUES; UPDATE extra SET x = 5", []suite.Change{
			{Where: "schema", New: "extra"}, {Where: "schema", New: "extra_x_seq"},
		}},
		"a sequence that is set": {"SELECT setval('people_id_seq', 100)", []suite.Change{{Where: "sequence people_id_seq", Old: "2", New: "100"}}},
		"swapped values of a unique column": {"UPDATE people SET name = 'x' WHERE id = 1; UPDATE people SET name = 'ann' WHERE id = 2; UPDATE people SET name = 'bob' WHERE id = 1; DELETE FROM log WHERE odd IS NULL", []suite.Change{
			{Where: "table people", Old: "id='1' name='ann'", New: "id='1' name='bob'"}, {Where: "table people", Old: "id='2' name='bob'", New: "id='2' name='ann'"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := c.Exec(t.Context(), tt.do, pgx.QueryExecModeSimpleProtocol); err != nil {
				t.Fatal(err)
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
				t.Errorf("after a restore there is\n%s\nand before there was\n%s", after, before)
			}
			if again, err := w.Changes(t.Context(), 5); err != nil || len(again) > 0 {
				t.Errorf("then Changes = %v, %v", again, err)
			}
		})
	}
}

func TestWhatCannotBeUndoneSaysSo(t *testing.T) {
	for name, watched := range watchings() {
		t.Run(name, func(t *testing.T) { cannotBeUndone(t, watched) })
	}
}

func cannotBeUndone(t *testing.T, watched func(testing.TB, string) (*pgx.Conn, clone.Watcher)) {
	for statement, want := range map[string]suite.Change{
		"ALTER TABLE log ADD x int": {Alias: "default", Where: "schema", Old: "log", New: "log, altered"},
		"DROP TABLE child":          {Alias: "default", Where: "schema", Old: "child"},
		"CREATE VIEW v AS SELECT 1": {Alias: "default", Where: "schema", New: "v"},
	} {
		t.Run(statement, func(t *testing.T) {
			c, w := watched(t, watchedSchema)
			if _, err := c.Exec(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
			got, err := w.Changes(t.Context(), 5)
			for i := range got {
				got[i].New, _, _ = strings.Cut(got[i].New, " by ") // which not all can tell
			}
			if diff := cmp.Diff([]suite.Change{want}, got); err != nil || diff != "" {
				t.Errorf("Changes: %v (-want +got):\n%s", err, diff)
			}
			if err := w.Restore(t.Context()); !errors.Is(err, clone.ErrIrreversible) {
				t.Errorf("Restore: %v, want %v", err, clone.ErrIrreversible)
			}
		})
	}
}

// On a private server, that is: elsewhere the rows are where they came from.
func TestATruncatedTableCannotBeUndone(t *testing.T) {
	c, w := watched(t, watchedSchema)
	if _, err := c.Exec(t.Context(), "TRUNCATE log"); err != nil {
		t.Fatal(err)
	}
	got, err := w.Changes(t.Context(), 5)
	want := []suite.Change{{Alias: "default", Where: "table log", Old: "all of its rows", New: "none"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("Changes: %v (-want +got):\n%s", err, diff)
	}
	if err := w.Restore(t.Context()); !errors.Is(err, clone.ErrIrreversible) {
		t.Errorf("Restore: %v, want %v", err, clone.ErrIrreversible)
	}
}

// A test that still holds locks keeps no run waiting for ever.
func TestARowThatIsLockedCannotBeRestored(t *testing.T) {
	for name, watched := range watchings() {
		t.Run(name, func(t *testing.T) { rowIsLocked(t, watched) })
	}
}

func rowIsLocked(t *testing.T, watched func(testing.TB, string) (*pgx.Conn, clone.Watcher)) {
	c, w := watched(t, watchedSchema)
	for _, statement := range []string{"UPDATE child SET person = 2", "BEGIN; SELECT * FROM child FOR UPDATE"} {
		if _, err := c.Exec(t.Context(), statement, pgx.QueryExecModeSimpleProtocol); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Restore(t.Context()); !errors.Is(err, clone.ErrIrreversible) {
		t.Errorf("Restore: %v, want %v", err, clone.ErrIrreversible)
	}
}

// A transaction may begin before a restore, with a number below its own, and end
// after it.
func TestACommitThatARestoreOvertookIsSeen(t *testing.T) {
	for name, watched := range watchings() {
		t.Run(name, func(t *testing.T) { overtaken(t, watched) })
	}
}

func overtaken(t *testing.T, watched func(testing.TB, string) (*pgx.Conn, clone.Watcher)) {
	c, w := watched(t, watchedSchema)
	late, err := pgx.Connect(t.Context(), c.Config().ConnString())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = late.Close(context.Background()) })
	execute := func(c *pgx.Conn, statement string) {
		if _, err := c.Exec(t.Context(), statement, pgx.QueryExecModeSimpleProtocol); err != nil {
			t.Fatal(err)
		}
	}
	execute(late, "BEGIN; UPDATE people SET name = 'late' WHERE id = 2")
	execute(c, "DELETE FROM child")
	if err := w.Restore(t.Context()); err != nil {
		t.Fatal(err)
	}
	execute(late, "COMMIT")
	got, err := w.Changes(t.Context(), 5)
	want := []suite.Change{
		{Alias: "default", Where: "table log", New: "line='late' odd=NULL at=NULL doc=NULL"},
		{Alias: "default", Where: "table people", Old: "id='2' name='bob'", New: "id='2' name='late'"},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("Changes: %v (-want +got):\n%s", err, diff)
	}
}

// BenchmarkWatch is what verify and restore cost after a test, on 1,100 tables. Only
// the looks and the restores are timed.
func BenchmarkWatch(b *testing.B) {
	for name, watched := range watchings() {
		b.Run(strings.ReplaceAll(name, " ", "-"), func(b *testing.B) { benchmarkWatch(b, watched, manyTables()) })
	}
}

// manyTables is a schema of 1,100 tables with three rows each.
func manyTables() string {
	var schema strings.Builder
	schema.WriteString("CREATE TABLE t0 (id serial PRIMARY KEY, name text); INSERT INTO t0(name) VALUES ('a'), ('b'), ('c');\n")
	for i := 1; i < 1100; i++ {
		fmt.Fprintf(&schema, "CREATE TABLE t%d (id serial PRIMARY KEY, name text, before_id int REFERENCES t%d); INSERT INTO t%[1]d(name, before_id) VALUES ('a', 1), ('b', 2), ('c', 3);\n", i, i-1)
	}
	return schema.String()
}

func benchmarkWatch(b *testing.B, watched func(testing.TB, string) (*pgx.Conn, clone.Watcher), schema string) {
	c, w := watched(b, schema)
	change := func(b *testing.B) {
		for _, table := range []string{"t3", "t500", "t1000"} {
			if _, err := c.Exec(b.Context(), "UPDATE "+table+" SET name = name || 'x' WHERE id = 1"); err != nil {
				b.Fatal(err)
			}
		}
	}
	look := func(b *testing.B) {
		if _, err := w.Changes(b.Context(), 5); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("verify/nothing", func(b *testing.B) {
		for b.Loop() {
			look(b)
		}
	})
	b.Run("verify/three", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			change(b)
			b.StartTimer()
			look(b)
		}
	})
	if err := w.Restore(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Run("restore/three", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			change(b)
			b.StartTimer()
			look(b)
			if err := w.Restore(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkAlter is what statements and looks take in a database of 1,100 tables that is
// watched, with the event triggers that it has from PostgreSQL 14 and 18 on, and without.
func BenchmarkAlter(b *testing.B) {
	c, w := watched(b, manyTables())
	execute := func(b *testing.B, statement string) {
		if _, err := c.Exec(b.Context(), statement, pgx.QueryExecModeSimpleProtocol); err != nil {
			b.Fatal(err)
		}
	}
	work := map[string]func(*testing.B){
		"alter":  func(b *testing.B) { execute(b, "ALTER TABLE t3 ALTER name SET STATISTICS 100") },
		"update": func(b *testing.B) { execute(b, "UPDATE t3 SET name = 'y' WHERE id = 1") },
		"look": func(b *testing.B) {
			if _, err := w.Changes(b.Context(), 5); err != nil {
				b.Fatal(err)
			}
		},
	}
	work["alter and look"] = func(b *testing.B) { work["alter"](b); work["look"](b) }
	measure := func(b *testing.B) {
		for _, name := range slices.Sorted(maps.Keys(work)) {
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					work[name](b)
				}
			})
		}
	}
	b.Run("with", measure)
	execute(b, "DROP EVENT TRIGGER IF EXISTS ptr_let_go; DROP EVENT TRIGGER IF EXISTS ptr_tell")
	b.Run("without", measure)
}
