package evidence_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/bisect/evidence"
	"github.com/ptr-project/ptr/suite"
)

func TestWhatATestLeavesIsNamedWithTheStatementsThatWroteIt(t *testing.T) {
	a := suite.Attempt{
		Test: "shop.TestImport",
		Changes: []suite.Change{
			{Where: "shop.registry", Old: "[]", New: `["x":7]`},
			{Alias: "default", Where: "table people", New: "id=1"},
			{Alias: "default", Where: "table flags", Old: "on=1", New: "on=0"},
			{Alias: "default", Where: "table people", New: "id=2"},
			{Alias: "default", Where: "AUTO_INCREMENT of people", Old: "1", New: "3"},
			{Alias: "default", Where: "table audit", New: "what=imported"},
			{Alias: "default", Where: "schema", New: "extra"},
			{Alias: "default", Where: "schema", Old: "people", New: "people, altered by ALTER TABLE people ADD x int"},
			{Alias: "default", Where: "schema", Old: "clubs"},
			{Alias: "other", Where: "schema", New: "CREATE TABLE t(\n\tx int)"},
		},
		Statements: []suite.Statement{
			{Text: "SELECT * FROM people", Where: "a_test.go:1"},
			{Text: "INSERT INTO people VALUES (?)", Where: "a_test.go:2"},
			{Text: "INSERT INTO people VALUES (?)", Where: "a_test.go:2"},
			{Text: "UPDATE flags SET on = 0", Where: "a_test.go:3 > helper_test.go:9"},
			{Text: "SET search_path = app", Where: "a_test.go:5"},
			{Text: "SET foreign_key_checks = 0", Where: "a_test.go:5"},
			{Text: "SET foreign_key_checks = 1", Where: "a_test.go:6"},
			{Text: "SELECT pg_advisory_lock(7)", Where: "a_test.go:7"},
			{Text: "SELECT pg_advisory_unlock(7)", Where: "a_test.go:8"},
			{Text: "CREATE TEMP TABLE flags(id int)", Error: "it exists"},
			{Text: "BEGIN"}, {Text: "SET lock_timeout = 5"}, {Text: "SELECT GET_LOCK('jobs', 1)", Where: "a_test.go:8"}, {Text: "ROLLBACK"},
			{Text: "UPDATE clubs SET name = 'INSERT INTO flags'", Where: "a_test.go:4"},
		},
		Leaks: []suite.Leak{
			{Kind: suite.LeakEnv, What: "LANG=de is (was en)"},
			{Kind: "setting", What: "DEBUG is True (was False)"},
			{Kind: suite.LeakGoroutine, What: "created by shop.Serve"},
		},
		Parting: &suite.Parting{
			Of:         "the tear-down of shop.Import",
			Changes:    []suite.Change{{Alias: "default", Where: "table people", Old: "id=1"}},
			Leaks:      []suite.Leak{{Kind: suite.LeakEnv, What: "PATH=/tmp (was /bin)"}},
			Statements: []suite.Statement{{Text: "DELETE FROM people", Where: "a_test.go:9"}},
		},
	}
	want := []string{
		`variable shop.registry: [] -> ["x":7]`,
		"table people of default: 2 rows added, by INSERT at a_test.go:2",
		"table flags of default: one row changed, by UPDATE at a_test.go:3 > helper_test.go:9",
		"AUTO_INCREMENT of people of default: 1 -> 3, by INSERT at a_test.go:2",
		"table audit of default: one row added, by a trigger or cascade of INSERT of people at a_test.go:2, UPDATE of flags at a_test.go:3 > helper_test.go:9, UPDATE of clubs at a_test.go:4",
		"schema of default: new extra; people, altered by ALTER TABLE people ADD x int; clubs removed",
		"schema of other: CREATE TABLE t( x int)",
		"session setting search_path: SET search_path = app, at a_test.go:5",
		"session advisory lock: SELECT GET_LOCK('jobs', 1), at a_test.go:8",
		"environment LANG=de is (was en)",
		"setting DEBUG is True (was False)",
		"goroutine created by shop.Serve",
		"table people of default: one row removed, by DELETE at a_test.go:9, in the tear-down of shop.Import",
		"environment PATH=/tmp (was /bin), in the tear-down of shop.Import",
	}
	var got []string
	for _, l := range evidence.LeftBy(a) {
		got = append(got, l.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("LeftBy (-want +got):\n%s", diff)
	}
}

func TestWritersAreThoseOfWhatIsNamed(t *testing.T) {
	const table = "table people"
	tests := map[string]struct {
		texts []string
		want  []string // verbs
	}{
		"a quoted name":                       {[]string{`INSERT INTO "people" ("id") VALUES (1)`}, []string{"INSERT"}},
		"with its schema":                     {[]string{"insert into public.people values (1)"}, []string{"INSERT"}},
		"with its schema, quoted":             {[]string{"INSERT INTO `shop`.`people` VALUES (1)"}, []string{"INSERT"}},
		"another table":                       {[]string{"INSERT INTO people_clubs VALUES (1)"}, nil},
		"read, and another written":           {[]string{"INSERT INTO clubs SELECT * FROM people"}, nil},
		"in a literal":                        {[]string{"INSERT INTO clubs VALUES ('x; DELETE FROM people')"}, nil},
		"in a comment":                        {[]string{"INSERT INTO clubs VALUES (1) -- INSERT INTO people"}, nil},
		"locked":                              {[]string{"SELECT * FROM people FOR UPDATE"}, nil},
		"behind WITH":                         {[]string{"WITH x AS (SELECT 1) INSERT INTO people SELECT * FROM x"}, []string{"INSERT"}},
		"in the second statement":             {[]string{"DELETE FROM clubs; INSERT INTO people VALUES (1)"}, []string{"INSERT"}},
		"or replace":                          {[]string{"INSERT OR REPLACE INTO people VALUES (1)"}, []string{"INSERT"}},
		"an upsert":                           {[]string{"INSERT INTO people VALUES (1) ON CONFLICT DO UPDATE SET id = 2"}, []string{"INSERT"}},
		"a foreign key's reaction":            {[]string{"CREATE TABLE clubs (p REFERENCES people ON DELETE CASCADE)"}, nil},
		"truncated with others":               {[]string{`TRUNCATE "clubs", "people" RESTART IDENTITY`}, []string{"TRUNCATE"}},
		"only what fits if any does":          {[]string{"DELETE FROM people", "INSERT INTO people VALUES (1)"}, []string{"INSERT"}},
		"what does not fit if nothing does":   {[]string{"DELETE FROM people"}, []string{"DELETE"}},
		"rolled back":                         {[]string{"INSERT INTO people VALUES (0)", "BEGIN", "UPDATE people SET id = 1", "ROLLBACK"}, []string{"INSERT"}},
		"rolled back, but nothing else wrote": {[]string{"BEGIN", "INSERT INTO people VALUES (1)", "ROLLBACK"}, []string{"INSERT"}},
		"committed":                           {[]string{"BEGIN", "INSERT INTO people VALUES (1)", "COMMIT", "BEGIN", "ROLLBACK"}, []string{"INSERT"}},
		"rolled back to a savepoint": {[]string{
			"BEGIN", "INSERT INTO people VALUES (1)", `SAVEPOINT "a"`, "COPY people FROM STDIN", `ROLLBACK TO SAVEPOINT "a"`, "COMMIT",
		}, []string{"INSERT"}},
		"a definition": {[]string{"CREATE TABLE IF NOT EXISTS people (id)"}, []string{"CREATE"}},
		"nonsense":     {[]string{"", "INSERT", "INSERT INTO", `DELETE FROM "`, "'", "/*", "DROP TABLE a,"}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var all []suite.Statement
			for _, text := range tt.texts {
				all = append(all, suite.Statement{Text: text})
			}
			var got []string
			for _, w := range evidence.Writers(all, table, []string{"INSERT", "COPY", "CREATE"}) {
				got = append(got, w.Verb)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Writers (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAStatementThatFailedWroteNothing(t *testing.T) {
	got := evidence.Writers([]suite.Statement{{Text: "INSERT INTO people VALUES (1)", Error: "locked"}}, "table people", []string{"INSERT"})
	if len(got) > 0 {
		t.Errorf("%v", got)
	}
}

func FuzzWriters(f *testing.F) {
	f.Add(`INSERT INTO "a"."b" VALUES ('x')`)
	f.Add("[a")
	f.Fuzz(func(_ *testing.T, text string) {
		evidence.Writers([]suite.Statement{{Text: text}}, "table b", nil) // it ends, and does not panic
	})
}
