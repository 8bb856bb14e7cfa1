package history_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/suite"
)

// A digest has the same verdicts and durations as all attempts together.
func TestADigestAgreesWithTheAttempts(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "history.db"))
	tests := someTests(4)
	rapid.Check(t, func(rt *rapid.T) {
		events := rapid.SliceOfN(anyEvent(tests), 0, 30).Draw(rt, "events")
		run := record(t, rt, db, ourRun(t), tests, events)
		known, err := db.Known(t.Context(), "shop")
		if err != nil {
			rt.Fatal(err)
		}
		digest, err := db.Digest(t.Context(), run)
		if err != nil {
			rt.Fatal(err)
		}
		type sum struct {
			outcomes []suite.Outcome
			took     time.Duration
		}
		want, got := map[suite.ID]sum{}, map[suite.ID]sum{}
		add := func(to map[suite.ID]sum, id suite.ID, o suite.Outcome, took time.Duration) {
			s := to[id]
			s.outcomes, s.took = append(s.outcomes, o), s.took+took/4
			slices.Sort(s.outcomes)
			to[id] = s
		}
		for a, err := range db.Attempts(t.Context(), run) {
			if err != nil {
				rt.Fatal(err)
			}
			if a.Parent == "" {
				add(want, a.Test, a.Outcome, a.Duration)
			}
		}
		for _, g := range digest.Good {
			add(got, known[g.Test].ID, g.Outcome, g.Duration)
		}
		for _, a := range digest.Others {
			if a.Parent == "" {
				add(got, a.Test, a.Outcome, a.Duration)
			}
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(sum{})); diff != "" {
			rt.Fatalf("(-attempts +digest):\n%s", diff)
		}
	})
}

func TestWhatAttemptsLeftBehindIsFound(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "history.db"))
	tests := someTests(2)
	leaky := passed(tests[1], 1)
	leaky.Changes = []suite.Change{{Alias: "default", Where: "people", New: "ada"}}
	run := record(t, t, db, ourRun(t), tests, []suite.Event{passed(tests[0], 0), leaky})
	found, err := db.Found(t.Context(), run)
	want := []history.Found{{Test: tests[1].ID, Changes: leaky.Changes}}
	if diff := cmp.Diff(want, found); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if runs, err := db.RunsOf(t.Context(), "another", 0); err != nil || len(runs) != 0 {
		t.Errorf("runs of another suite: %v, %v", runs, err)
	}
	if at, err := db.AttemptsAt(t.Context(), run, tests[1].ID); err != nil || len(at) != 1 || at[0].Test != tests[1].ID {
		t.Errorf("attempts at %s: %v, %v", tests[1].ID, at, err)
	}
}
