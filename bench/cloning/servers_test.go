package cloning_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/ptr-project/ptr/bench/cloning"
	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/clone/mysql"
	"github.com/ptr-project/ptr/clone/postgres"
)

// servers are backends whose servers end with the test, and how their databases
// are opened.
func servers(t *testing.T) map[string]struct {
	backend clone.Backend
	driver  string
} {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	h, cache := clonetest.Host(t, false), filepath.Join(cache, "ptr-test")
	return map[string]struct {
		backend clone.Backend
		driver  string
	}{
		"postgres": {postgres.New(postgres.Options{Host: h, Cache: cache}), "pgx"},
		"mysql":    {mysql.New(mysql.Options{Host: h, Cache: cache}), "mysql"},
	}
}

func TestEveryStrategyOfServersIsMeasured(t *testing.T) {
	for name, s := range servers(t) {
		t.Run(name, func(t *testing.T) {
			e := small(t, s.backend)
			e.Size = cloning.Small
			for _, row := range run(t, e).Rows {
				if row.Disqualified != "" || len(row.Samples) != 2 || row.Median <= 0 || row.Copy <= 0 || row.First <= 0 || row.Touch <= 0 {
					t.Errorf("%+v lacks something", row)
				}
			}
		})
	}
}

func TestAWrongCloneOnAServerIsDisqualified(t *testing.T) {
	schema := map[string]string{
		"postgres": `CREATE TABLE people(id serial PRIMARY KEY, name text); INSERT INTO people(name) VALUES ('ann'), ('bob');
			CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN new.name = upper(new.name); RETURN new; END';
			CREATE TRIGGER shout BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION shout();`,
		"mysql": `CREATE TABLE people(id int AUTO_INCREMENT PRIMARY KEY, name text); INSERT INTO people(name) VALUES ('ann'), ('bob');
			CREATE TRIGGER shout BEFORE INSERT ON people FOR EACH ROW SET NEW.name = upper(NEW.name);`,
	}
	sequence := map[string]string{"postgres": "SELECT nextval('people_id_seq')", "mysql": "ALTER TABLE people AUTO_INCREMENT = 10"}
	trigger := map[string]string{"postgres": "DROP TRIGGER shout ON people", "mysql": "DROP TRIGGER shout"}
	counted := map[string]string{"postgres": "a clone: sequence people_id_seq differs", "mysql": "a clone: tables differs"}
	for name, s := range servers(t) {
		file := filepath.Join(t.TempDir(), "schema.sql")
		if err := os.WriteFile(file, []byte(schema[name]), 0o600); err != nil {
			t.Fatal(err)
		}
		for what, tt := range map[string]struct {
			spoil func(clone.Template, clone.Clone) error
			want  string
		}{
			"nothing":      {executingBy(s.driver, "SELECT 1"), ""},
			"one row":      {executingBy(s.driver, "UPDATE people SET name = 'eve' WHERE id = 2"), "a clone: table people differs"},
			"one sequence": {executingBy(s.driver, sequence[name]), counted[name]},
			"one trigger":  {executingBy(s.driver, trigger[name]), "a clone: triggers differs"},
			"a file of the template": {func(t clone.Template, _ clone.Clone) error {
				return errors.Join(os.RemoveAll(filepath.Join(t.Path, "shared")), os.WriteFile(filepath.Join(t.Path, "shared"), nil, 0o600))
			}, "after writing to a clone, the template's files differ"},
		} {
			t.Run(name+" "+what, func(t *testing.T) {
				e := small(t, planted{s.backend, tt.spoil})
				e.Size, e.Rounds, e.Clones, e.Strategies = file, 1, 1, []string{"planted"}
				if got := run(t, e).Rows[0].Disqualified; got != tt.want {
					t.Errorf("disqualified: %q, want %q", got, tt.want)
				}
			})
		}
	}
}
