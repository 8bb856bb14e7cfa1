package history_test

import (
	"database/sql"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/suite"
)

func TestOpenRefusesWhatItCannotRead(t *testing.T) {
	tests := map[string]struct {
		spoil func(t *testing.T, path string)
		is    error
		want  string // behind "history PATH: "
	}{
		"a newer version": {
			func(t *testing.T, path string) { execute(t, path, "PRAGMA user_version = 7") }, history.ErrNewer,
			"made by a newer ptr (its version is 7, this ptr knows up to 5)",
		},
		"no database at all": {
			func(t *testing.T, path string) { overwrite(t, path, 0) }, history.ErrCorrupt,
			"not a readable history: file is not a database",
		},
		"another program's database": {
			func(t *testing.T, path string) { execute(t, path, "PRAGMA application_id = 1") }, history.ErrCorrupt,
			"not a readable history: made by another program",
		},
		"a damaged page": {
			func(t *testing.T, path string) { overwrite(t, path, 100) }, history.ErrCorrupt,
			"not a readable history: database disk image is malformed",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "history.db")
			execute(t, path, "")
			tt.spoil(t, path)
			before := read(t, path)
			_, err := history.Open(t.Context(), path)
			if !errors.Is(err, tt.is) || err.Error() != "history "+path+": "+tt.want {
				t.Errorf("Open: %v, want %s", err, tt.want)
			}
			if after := read(t, path); string(before) != string(after) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestAnOlderHistoryIsBroughtUpToDate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.db")
	db := open(t, path)
	before := done(t, db, someTests(2), suite.Pass, suite.Fail)
	execute(t, path, "ALTER TABLE runs DROP COLUMN condition; ALTER TABLE attempts DROP COLUMN raised; ALTER TABLE units DROP COLUMN leftovers; DROP TABLE explanations; PRAGMA user_version = 1")
	db = open(t, path)
	if got, err := db.Find(t.Context(), before.ID); err != nil || got.Condition != "" || got.ID != before.ID {
		t.Errorf("Find: %+v, %v", got, err)
	}
	perturbed := done(t, db, someTests(2), suite.Pass, suite.Pass)
	if got, err := db.Find(t.Context(), perturbed.ID); err != nil || got.State != history.Finished {
		t.Errorf("a run of today: %+v, %v", got, err)
	}
}

func TestPerturbedRunsTeachNothing(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "history.db"))
	tests := someTests(1)
	plain := done(t, db, tests, suite.Pass)
	before, err := db.Estimates(t.Context(), plain.Name)
	if err != nil {
		t.Fatal(err)
	}
	run := ourRun(t)
	run.Condition = "clock=15ms"
	end := passed(tests[0], 0)
	end.Outcome, end.Duration = suite.Fail, time.Hour
	record(t, t, db, run, tests, []suite.Event{end}, []suite.Event{suite.RunFinished{}})
	after, err := db.Estimates(t.Context(), plain.Name)
	if err != nil || !maps.Equal(before, after) {
		t.Errorf("Estimates: %v, before %v, %v", after, before, err)
	}
	past, err := db.Outcomes(t.Context(), history.Run{Name: plain.Name, Number: 99}, tests[0].ID, 9)
	if err != nil || len(past) != 1 || past[0].Run.ID != plain.ID {
		t.Errorf("Outcomes: %+v, %v, want those of %s only", past, err, plain.ID)
	}
}

// execute runs a statement on a history, which is made if there is none.
func execute(t *testing.T, path, statement string) {
	t.Helper()
	h, err := history.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	h.Close()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// overwrite spoils the first page from an offset on.
func overwrite(t *testing.T, path string, from int) {
	t.Helper()
	content := read(t, path)
	for i := from; i < 4096; i++ {
		content[i] = 'x'
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAnyPathWorks(t *testing.T) {
	for _, name := range []string{"with space", "qu'ote\"", "a?b=c#d%20e", "日本", "%2F"} {
		path := filepath.Join(t.TempDir(), name, name)
		open(t, path)
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
}

func TestManyRunsAtOnceInOneHistory(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.db")
	tests := someTests(20)
	const runs, rounds = 6, 30
	var all sync.WaitGroup
	for range runs {
		all.Go(func() {
			db := open(t, path)
			rec, err := db.Begin(t.Context(), ourRun(t), tests, nil)
			if err != nil {
				t.Error(err)
				return
			}
			for i := range rounds {
				if err := rec.Record(t.Context(), []suite.Event{passed(tests[i%20], i)}); err != nil {
					t.Error(err)
				}
			}
			if err := rec.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	db := open(t, path)
	list, err := db.Runs(t.Context(), 0)
	if err != nil || len(list) != runs {
		t.Fatalf("%d runs, %v; want %d", len(list), err, runs)
	}
	for _, run := range list {
		if got := events(t, t, db, run); len(got) != rounds {
			t.Errorf("run %s has %d events, want %d", run.ID, len(got), rounds)
		}
	}
}
