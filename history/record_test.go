package history_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/process"
	"github.com/ptr-project/ptr/suite"
)

func open(t testing.TB, path string) *history.DB {
	t.Helper()
	db, err := history.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// ourRun is a run of this very process.
func ourRun(t testing.TB) history.Run {
	t.Helper()
	mark, err := process.MarkOf(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	return history.Run{
		Name: "shop", Framework: "go", Revision: "9f1c", Dir: "/src/shop", Args: []string{"./...", "-race"},
		Order: "shuffle", Seed: 1<<64 - 2, Workers: 2, Owner: mark.String(), Started: time.Unix(0, 1_700_000_000_000_000_001).UTC(),
	}
}

// fataler is what both tests and properties are.
type fataler interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// record writes down a run of tests, one transaction for each of batches.
func record(t testing.TB, f fataler, db *history.DB, run history.Run, tests []suite.Test, batches ...[]suite.Event) history.Run {
	f.Helper()
	rec, err := db.Begin(t.Context(), run, tests, [][]suite.ID{ids(tests)})
	if err != nil {
		f.Fatal(err)
	}
	for _, events := range batches {
		if err := rec.Record(t.Context(), events); err != nil {
			f.Fatal(err)
		}
	}
	if err := rec.Close(); err != nil {
		f.Fatal(err)
	}
	return rec.Run()
}

func events(t testing.TB, f fataler, db *history.DB, run history.Run) []suite.Event {
	f.Helper()
	var got []suite.Event
	for e, err := range db.Events(t.Context(), run) {
		if err != nil {
			f.Fatal(err)
		}
		got = append(got, e)
	}
	return got
}

// onceAtATime leaves out beginnings of what is under way already, which the
// engine never reports.
func onceAtATime(all []suite.Event) []suite.Event {
	type place struct {
		test   suite.ID
		worker int
	}
	var kept []suite.Event
	underway := map[place]bool{}
	for _, e := range all {
		switch e := e.(type) {
		case suite.Began:
			if p := (place{e.Test, e.Worker}); underway[p] {
				continue
			} else {
				underway[p] = true
			}
		case suite.Ended:
			delete(underway, place{e.Test, e.Worker})
		}
		kept = append(kept, e)
	}
	return kept
}

func TestWhatIsRecordedIsReadBack(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "history.db"))
	tests := someTests(4)
	rapid.Check(t, func(rt *rapid.T) {
		some := rapid.SliceOfN(anyEvent(tests), 0, 60)
		want := onceAtATime(some.Draw(rt, "events"))
		cut := rapid.IntRange(0, len(want)).Draw(rt, "cut")
		run := record(t, rt, db, ourRun(t), tests, want[:cut], want[cut:])
		if diff := cmp.Diff(want, events(t, rt, db, run), cmpopts.EquateEmpty()); diff != "" {
			rt.Fatalf("events (-recorded +read):\n%s", diff)
		}
	})
}

func TestARunIsReadBackWhole(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), ".ptr", "history.db"))
	tests := someTests(5)
	started := suite.RunStarted{
		Run: "9e5", Name: "shop", Time: time.Unix(0, 17).UTC(), Seed: 1<<64 - 2, Workers: 2,
		Tests: tests, Units: []suite.Unit{{Name: "u0", Dir: "/src/u0"}}, Estimate: time.Second,
		SetUp: []suite.Phase{{Name: "build", Duration: time.Second}},
	}
	finished := suite.RunFinished{
		Time: time.Unix(0, 99).UTC(), Duration: time.Minute,
		Summary: suite.Summary{Passed: 3, Failed: 1, NotRun: 1}, Notes: []suite.Note{{Topic: "balance", Text: "fine"}},
	}
	want := ourRun(t)
	want.Number, want.ID, want.State = 1, "9e5", history.Finished
	want.Finished, want.Summary = finished.Time, finished.Summary

	run := record(t, t, db, ourRun(t), tests, []suite.Event{started, finished})
	got, err := db.Find(t.Context(), history.Latest)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Find(latest) (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]suite.Event{started, finished}, events(t, t, db, run)); diff != "" {
		t.Errorf("Events (-want +got):\n%s", diff)
	}
	lanes, err := db.Lanes(t.Context(), run)
	if diff := cmp.Diff([]suite.Order{ids(tests)}, lanes); diff != "" || err != nil {
		t.Errorf("Lanes: %v (-want +got):\n%s", err, diff)
	}
}
