package cloning_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/bench/cloning"
	"github.com/ptr-project/ptr/bench/template"
	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/clone/sqlite"
	"github.com/ptr-project/ptr/internal/scratch"
)

// TestMain lets this binary be the processes that open clones and hold servers.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "visit" {
		if err := cloning.Visit(os.Stdin, os.Stdout); err != nil {
			panic(err)
		}
		os.Exit(0)
	}
	// Else that process takes a second to end, under the race detector.
	if err := os.Setenv("GORACE", "atexit_sleep_ms=0"); err != nil {
		panic(err)
	}
	os.Exit(clonetest.Main(m))
}

// small is an experiment that takes no time.
func small(t *testing.T, backend clone.Backend) cloning.Experiment {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return cloning.Experiment{
		Backend: backend, Size: "1MB", Clones: 2, Parallel: 2, Rounds: 2, Storage: scratch.Disk, Visitor: []string{self, "visit"},
	}
}

func run(t *testing.T, e cloning.Experiment) cloning.Result {
	t.Helper()
	r, err := e.Run(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestEveryStrategyIsMeasured(t *testing.T) {
	r := run(t, small(t, sqlite.New()))
	var names []string
	for _, row := range r.Rows {
		names = append(names, row.Name)
		if row.Disqualified != "" || len(row.Samples) != 2 || row.Median <= 0 || row.Copy <= 0 || row.First <= 0 || row.Touch <= 0 || row.Storage < 1e6 {
			t.Errorf("%+v lacks something", row)
		}
	}
	if diff := cmp.Diff([]string{"filecopy", "backup", "serialize", "vacuum", "dump", "cp"}, names); diff != "" {
		t.Error(diff)
	}
}

func TestAnInterruptedExperimentHasTheRoundsThatWereWhole(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	e := small(t, sqlite.New())
	e.Rounds, e.Strategies = 50, []string{"filecopy", "cp"}
	r, err := e.Run(ctx, func(done int) {
		if done == 3 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || r.Measured() != 3 || len(r.Rows) != 2 || r.Rows[1].Median <= 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

// A lacking backend has a strategy of which it comes out late that it cannot be used.
type lacking struct{ clone.Backend }

func (l lacking) Strategies(t clone.Template) ([]clone.Strategy, string) {
	all, why := l.Backend.Strategies(t)
	return append([]clone.Strategy{missing{all[0]}}, all...), why
}

type missing struct{ clone.Strategy }

func (missing) Name() string { return "plugin" }

func (missing) Prepare(context.Context, clone.Template) error {
	return &clone.UnfitError{Strategy: "plugin", Lacks: "the server cannot load it", Instead: "filecopy"}
}

func TestAStrategyThatCannotBeUsedIsLeftOutUnlessItIsAskedFor(t *testing.T) {
	e := small(t, lacking{sqlite.New()})
	for _, row := range run(t, e).Rows {
		if row.Name == "plugin" {
			t.Errorf("%+v was measured", row)
		}
	}
	e.Strategies = []string{"filecopy", "plugin"}
	var unfit *clone.UnfitError
	if _, err := e.Run(t.Context(), nil); !errors.As(err, &unfit) {
		t.Errorf("Run() = %v, want that it cannot be used", err)
	}
}

// A planted backend has a strategy that spoils its clones.
type planted struct {
	clone.Backend
	spoil func(t clone.Template, c clone.Clone) error
}

func (p planted) Strategies(t clone.Template) ([]clone.Strategy, string) {
	all, _ := p.Backend.Strategies(t)
	return append([]clone.Strategy{spoiling{all[0], p.spoil}}, all...), "it is planted"
}

type spoiling struct {
	clone.Strategy
	spoil func(t clone.Template, c clone.Clone) error
}

func (spoiling) Name() string { return "planted" }

func (s spoiling) Clone(ctx context.Context, t clone.Template, dir, name string) (clone.Clone, error) {
	c, err := s.Strategy.Clone(ctx, t, dir, name)
	return c, errors.Join(err, s.spoil(t, c))
}

// executing changes each clone by a statement.
func executing(statement string) func(clone.Template, clone.Clone) error {
	return executingBy("sqlite3", statement)
}

func executingBy(driver, statement string) func(clone.Template, clone.Clone) error {
	return func(_ clone.Template, c clone.Clone) error {
		db, err := sql.Open(driver, c.Databases["default"]["dsn"])
		if err != nil {
			return err
		}
		_, err = db.Exec(statement)
		return errors.Join(err, db.Close())
	}
}

// sharing has the clone be the template's own file, or another clone's.
func sharing(with func(clone.Template, clone.Clone) string) func(clone.Template, clone.Clone) error {
	return func(t clone.Template, c clone.Clone) error {
		other := with(t, c)
		if other == c.Path {
			return nil
		}
		return errors.Join(os.Remove(c.Path), os.Chmod(other, 0o600), os.Link(other, c.Path))
	}
}

func TestAWrongCloneIsDisqualifiedAndWhatIsWrongIsSaid(t *testing.T) {
	template := filepath.Join(t.TempDir(), "app.db")
	db, err := sql.Open("sqlite3", template)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(`CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);
		INSERT INTO people (name) VALUES ('ann'), ('bob');
		CREATE TRIGGER shout AFTER INSERT ON people BEGIN UPDATE people SET name = upper(name); END;`)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		spoil func(clone.Template, clone.Clone) error
		want  string
	}{
		"nothing":                {executing("SELECT 1"), ""},
		"one row":                {executing("UPDATE people SET name = 'eve' WHERE id = 2"), "a clone: table people differs"},
		"a number as text":       {executing("PRAGMA ignore_check_constraints = on; UPDATE people SET name = x'626f62' WHERE id = 2"), "a clone: table people differs"},
		"one sequence":           {executing("UPDATE sqlite_sequence SET seq = 3"), "a clone: table sqlite_sequence differs"},
		"one trigger":            {executing("DROP TRIGGER shout"), "a clone: the schema differs"},
		"one table more":         {executing("CREATE TABLE more (id INTEGER)"), "a clone: table more differs"},
		"the user version":       {executing("PRAGMA user_version = 3"), "a clone: the user version differs"},
		"no clone at all":        {func(clone.Template, clone.Clone) error { return errors.New("no such collation") }, "it cannot clone this: no such collation"},
		"the template's file":    {sharing(func(t clone.Template, _ clone.Clone) string { return t.Path }), "after writing to another clone, table ptr_scribble differs"},
		"the first clone's file": {sharing(func(_ clone.Template, c clone.Clone) string { return strings.ReplaceAll(c.Path, "check2", "check1") }), "after writing to another clone, table ptr_scribble differs"},
	} {
		t.Run(name, func(t *testing.T) {
			e := small(t, planted{sqlite.New(), tt.spoil})
			e.Size, e.Rounds, e.Strategies = template, 1, []string{"planted"}
			if tt.want == "" || strings.HasPrefix(tt.want, "a clone") {
				e.Clones = 1
			}
			r := run(t, e)
			if got := r.Rows[0].Disqualified; got != tt.want {
				t.Errorf("disqualified: %q, want %q", got, tt.want)
			}
			if measured := len(r.Rows[0].Samples) > 0; measured == (tt.want != "") {
				t.Errorf("measured: %v", measured)
			}
		})
	}
}

func TestWhatCannotBeMeasuredIsAnError(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.db")
	if err := executing("CREATE TABLE bare (id INTEGER)")(clone.Template{}, clone.Clone{Databases: map[string]clone.Values{"default": {"dsn": empty}}}); err != nil {
		t.Fatal(err)
	}
	var unknown *cloning.StrategyError
	for name, tt := range map[string]struct {
		change func(*cloning.Experiment)
		is     func(error) bool
	}{
		"no such size":       {func(e *cloning.Experiment) { e.Size = "large" }, func(err error) bool { return errors.Is(err, template.ErrSize) }},
		"no rows":            {func(e *cloning.Experiment) { e.Size = empty }, func(err error) bool { return errors.Is(err, cloning.ErrUntouchable) }},
		"no database":        {func(e *cloning.Experiment) { e.Size = "cloning_test.go" }, func(err error) bool { return errors.Is(err, clone.ErrCorrupt) }},
		"no such strategy":   {func(e *cloning.Experiment) { e.Strategies = []string{"tar"} }, func(err error) bool { return errors.As(err, &unknown) }},
		"no process to open": {func(e *cloning.Experiment) { e.Visitor = []string{"/nowhere/visit"} }, func(err error) bool { return errors.Is(err, os.ErrNotExist) }},
	} {
		t.Run(name, func(t *testing.T) {
			e := small(t, sqlite.New())
			tt.change(&e)
			if _, err := e.Run(t.Context(), nil); !tt.is(err) {
				t.Errorf("Run = %v", err)
			}
		})
	}
}

func TestTheSchemaHasElevenHundredTables(t *testing.T) {
	e := small(t, sqlite.New())
	e.Size, e.Strategies, e.Rounds = cloning.Schema, []string{"filecopy"}, 1
	r := run(t, e)
	if r.Tables != 5 || r.Bytes < 10<<20 || r.Rows[0].Disqualified != "" {
		t.Errorf("a template of %d bytes, %d tables touched, %q", r.Bytes, r.Tables, r.Rows[0].Disqualified)
	}
}

func TestJSONHasWhatIsPromised(t *testing.T) {
	e := small(t, sqlite.New())
	e.Strategies = []string{"filecopy"}
	var b bytes.Buffer
	if err := cloning.Formats()["json"](&b, run(t, e)); err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"backend", "server_version", "size", "machine", "strategies", "recommendation"} {
		if got[name] == nil {
			t.Errorf("there is no %q", name)
		}
	}
	for _, name := range []string{"name", "samples_seconds", "median_seconds", "cpu_seconds"} {
		if got["strategies"].([]any)[0].(map[string]any)[name] == nil {
			t.Errorf("a strategy has no %q", name)
		}
	}
}
