package setup_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/bench/setup"
	"github.com/ptr-project/ptr/bench/template"
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/clone/mysql"
	"github.com/ptr-project/ptr/clone/postgres"
	"github.com/ptr-project/ptr/clone/sqlite"
)

// TestMain lets this binary be the process that holds servers.
func TestMain(m *testing.M) { os.Exit(clonetest.Main(m)) }

// workshops are those of all backends, each with a setting to try.
func workshops(t *testing.T) map[string]struct {
	workshop setup.Workshop
	setting  string
} {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	h, cache := clonetest.Host(t, false), filepath.Join(cache, "ptr-test")
	folder := func(bool) (string, error) { return os.MkdirTemp(t.TempDir(), "made") }
	return map[string]struct {
		workshop setup.Workshop
		setting  string
	}{
		"postgres": {postgres.NewWorkshop(postgres.Options{Host: h, Cache: cache}), "fsync"},
		"mysql":    {mysql.NewWorkshop(mysql.Options{Host: h, Cache: cache}), "frm files"},
		"sqlite":   {sqlite.Workshop{Folder: folder}, "synchronous"},
	}
}

func scriptOf(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "tiny.sql")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

const tiny = `CREATE TABLE a (id INT PRIMARY KEY);
CREATE TABLE b (id INT PRIMARY KEY, a_id INT NOT NULL);
CREATE INDEX b_a ON b (a_id);
INSERT INTO a VALUES (1);
INSERT INTO a VALUES (2);
`

func TestEveryBackendIsMeasured(t *testing.T) {
	for name, w := range workshops(t) {
		t.Run(name, func(t *testing.T) {
			told := ""
			e := setup.Experiment{
				Workshop: w.workshop, Size: scriptOf(t, tiny), Settings: []string{w.setting, "one transaction"}, Rounds: 1, Seed: 1,
				Progress: func(done, all int, doing string) { told = doing },
			}
			r, err := e.Run(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			counts := map[string]int{}
			for _, k := range r.Kinds {
				counts[k.Name] = k.Count
				if k.Default <= 0 || k.Own <= 0 || k.Share <= 0 || (k.Syncs == nil) != (name == "sqlite") {
					t.Errorf("%+v lacks something", k)
				}
			}
			if counts["CREATE TABLE"] != 2 || counts["CREATE INDEX"] != 1 || counts["INSERT"] != 2 || r.Statements != 5 {
				t.Errorf("there are %v, and %d statements", counts, r.Statements)
			}
			if len(r.Slowest) != 5 || !strings.HasPrefix(r.Slowest[0].Where, "tiny.sql:") || !strings.Contains(told, "statement 5 of 5") {
				t.Errorf("%+v are slowest; told: %q", r.Slowest, told)
			}
			if len(r.Settings) != 1 || len(r.Scripts) != 1 || r.Settings[0].Faster == nil || r.Scripts[0].Slower == nil || r.Times.Interval != nil {
				t.Errorf("settings %+v, scripts %+v", r.Settings, r.Scripts)
			}
			if !strings.HasPrefix(r.Verdict, "Preparing takes ") {
				t.Errorf("the verdict is %q", r.Verdict)
			}
		})
	}
}

func TestAServerNamesTheStatementThatItRefuses(t *testing.T) {
	for name, w := range workshops(t) {
		t.Run(name, func(t *testing.T) {
			e := setup.Experiment{Workshop: w.workshop, Size: scriptOf(t, tiny+"\nCREATE TABEL c (id INT);\n"), Rounds: 1}
			_, err := e.Run(t.Context())
			var script *setup.ScriptError
			if !errors.As(err, &script) || script.Line != 7 || !strings.HasPrefix(err.Error(), "tiny.sql:7: ") || !strings.Contains(err.Error(), "syntax") {
				t.Errorf("error %v", err)
			}
		})
	}
}

// A dump has rows of its own, and lines that only psql understands.
func TestWhatPgDumpWritesIsMeasured(t *testing.T) {
	const dump = "\\restrict x\nCREATE TABLE a (id int, name text);\nCOPY a (id, name) FROM stdin;\n1\tone\n2\t\\N\n\\.\nDO $$ BEGIN IF (SELECT count(*) FROM a) <> 2 THEN RAISE 'no rows'; END IF; END $$;\n\\unrestrict x\n"
	e := setup.Experiment{Workshop: workshops(t)["postgres"].workshop, Size: scriptOf(t, dump), Settings: []string{"fsync"}, Rounds: 1}
	r, err := e.Run(t.Context())
	if err != nil || r.Statements != 3 {
		t.Errorf("%d statements, %v", r.Statements, err)
	}
}

// A SQLite database is made again out of what it has.
func TestADatabaseOfSQLiteIsAScript(t *testing.T) {
	e := setup.Experiment{Workshop: workshops(t)["sqlite"].workshop, Size: "../../examples/shop/nothing.db", Rounds: 1}
	if _, err := e.Run(t.Context()); !errors.Is(err, template.ErrSize) {
		t.Errorf("a missing file: %v", err)
	}
	e.Size = filepath.Join(t.TempDir(), "app.db")
	db, err := sql.Open("sqlite3", e.Size)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), tiny); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := e.Run(t.Context())
	if err != nil || r.Statements < 5 {
		t.Errorf("%d statements, %v", r.Statements, err)
	}
}

func TestWhatIsNoSettingIsRefused(t *testing.T) {
	e := setup.Experiment{Workshop: workshops(t)["sqlite"].workshop, Size: "small", Settings: []string{"luck"}, Rounds: 1}
	_, err := e.Run(t.Context())
	const want = `unknown setting "luck": there are synchronous, journal, one transaction`
	if !errors.Is(err, setup.ErrSetting) || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	e.Settings, e.Size = nil, scriptOf(t, "-- nothing\n")
	if _, err := e.Run(t.Context()); !errors.Is(err, setup.ErrNothing) {
		t.Errorf("an empty script: %v", err)
	}
}
