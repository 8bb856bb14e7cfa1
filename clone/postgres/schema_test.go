package postgres_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/suite"
)

// What an event trigger tells of, and what none does.
func TestDefinitionsThatATestLeavesAreNamed(t *testing.T) {
	const schema = `CREATE TABLE people(id int PRIMARY KEY, n int DEFAULT 1); CREATE TABLE log(line text);
		CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (NEW.n); RETURN NEW; END $$;
		CREATE TRIGGER noting AFTER UPDATE ON people FOR EACH ROW EXECUTE FUNCTION note();
		CREATE VIEW grown AS SELECT * FROM people WHERE n > 17; CREATE TYPE mood AS ENUM ('sad', 'ok');`
	altered := func(what, by string) suite.Change {
		return suite.Change{Alias: "default", Where: "schema", Old: what, New: what + ", altered by " + by}
	}
	made := func(what string) suite.Change { return suite.Change{Alias: "default", Where: "schema", New: what} }
	for name, tt := range map[string]struct {
		do       string
		left     []suite.Change
		restores bool
	}{
		"a trigger that is switched off": {"ALTER TABLE people DISABLE TRIGGER noting", []suite.Change{altered("people", "ALTER TABLE people DISABLE TRIGGER noting")}, false},
		"keys that are not enforced":     {"ALTER TABLE people DISABLE TRIGGER ALL", []suite.Change{altered("people", "ALTER TABLE people DISABLE TRIGGER ALL")}, false},
		"an index":                       {"CREATE INDEX ON people (n)", []suite.Change{altered("people", "CREATE INDEX ON people (n)")}, false},
		"a default":                      {"ALTER TABLE people ALTER n SET DEFAULT 2", []suite.Change{altered("people", "ALTER TABLE people ALTER n SET DEFAULT 2")}, false},
		"a right":                        {"GRANT SELECT ON people TO PUBLIC", []suite.Change{altered("people", "GRANT SELECT ON people TO PUBLIC")}, false},
		"a view":                         {"CREATE OR REPLACE VIEW grown AS SELECT * FROM people", []suite.Change{altered("grown", "CREATE OR REPLACE VIEW grown AS SELECT * FROM people")}, false},
		"a value of a type":              {"ALTER TYPE mood ADD VALUE 'glad'", []suite.Change{altered("type mood", "ALTER TYPE mood ADD VALUE 'glad'")}, false},
		"a body": {"CREATE OR REPLACE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
			[]suite.Change{altered("function note()", "CREATE OR REPLACE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$")}, false},
		"another function":  {"CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'", []suite.Change{made("function one()")}, true},
		"another procedure": {"CREATE PROCEDURE nothing() LANGUAGE sql AS ''", []suite.Change{made("function nothing()")}, true},
		"another type":      {"CREATE DOMAIN many AS int CHECK (VALUE > 3)", []suite.Change{made("type many")}, true},
		"another schema":    {"CREATE SCHEMA apart; CREATE TABLE apart.t(x int)", []suite.Change{made("apart.t"), made("schema apart")}, true},
		"a role":            {"CREATE ROLE clerk", []suite.Change{made("role clerk")}, false},
		"settings": {"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = %L', current_database(), 'Asia/Tokyo'); END $$", []suite.Change{
			{Alias: "default", Where: "settings", New: "TimeZone=Asia/Tokyo"},
		}, false},
		"what is undone":       {"ALTER TABLE people DISABLE TRIGGER noting; ALTER TABLE people ENABLE TRIGGER noting; CREATE ROLE x; DROP ROLE x", nil, true},
		"what is rolled back":  {"BEGIN; DROP FUNCTION note CASCADE; ROLLBACK", nil, true},
		"what a session keeps": {"CREATE TEMP TABLE people(x int)", nil, true},
		"a table that refers to another, which is none the worse": {"CREATE TABLE pets(owner int REFERENCES people)", []suite.Change{made("pets")}, true},
	} {
		t.Run(name, func(t *testing.T) {
			c, w := watched(t, schema)
			if _, err := c.Exec(t.Context(), tt.do, pgx.QueryExecModeSimpleProtocol); err != nil {
				t.Fatal(err)
			}
			got, err := w.Changes(t.Context(), 5)
			if diff := cmp.Diff(tt.left, got); err != nil || diff != "" {
				t.Errorf("Changes: %v (-want +got):\n%s", err, diff)
			}
			switch err := w.Restore(t.Context()); {
			case tt.restores && err != nil:
				t.Errorf("Restore: %v", err)
			case !tt.restores && !errors.Is(err, clone.ErrIrreversible):
				t.Errorf("Restore: %v, want %v", err, clone.ErrIrreversible)
			}
			if again, err := w.Changes(t.Context(), 5); err != nil || len(again) > 0 {
				t.Errorf("then Changes = %v, %v", again, err)
			}
		})
	}
}

// Of a long statement it is told what it was for.
func TestALongStatementIsToldInShort(t *testing.T) {
	c, w := watched(t, "CREATE TABLE people(id int);")
	const do = "ALTER TABLE people ADD a int, ADD b int, ADD c int, ADD d int, ADD e int, ADD f int, ADD g int, ADD h int, ADD i int, ADD j int, ADD k int, ADD l int, ADD m int, ADD n int, ADD o int, ADD p int, ADD q int, ADD r int"
	if _, err := c.Exec(t.Context(), do); err != nil {
		t.Fatal(err)
	}
	got, err := w.Changes(t.Context(), 5)
	want := []suite.Change{{Alias: "default", Where: "schema", Old: "people", New: "people, altered by ALTER TABLE public.people"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("Changes: %v (-want +got):\n%s", err, diff)
	}
}
