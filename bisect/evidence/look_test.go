package evidence_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/bisect/evidence"
	"github.com/ptr-project/ptr/suite"
)

// A polluter that works every other time is looked at until it has.
func TestALookGoesOnUntilTheEffectIsSeen(t *testing.T) {
	n := 0
	c := evidence.Case{
		Set: []suite.ID{"polluter"}, Victim: "victim", Workers: 1,
		Shows: func(a suite.Attempt) (effect, told bool) { return a.Outcome == suite.Fail, true },
		Probe: func(_ context.Context, trial suite.Trial) ([]suite.Attempt, error) {
			passed := suite.Attempt{Test: "victim", Outcome: suite.Pass, Statements: []suite.Statement{{Text: "SELECT", Result: "no rows"}}}
			if len(trial.Order) == 1 {
				return []suite.Attempt{passed}, nil
			}
			if n++; n%2 == 1 {
				return []suite.Attempt{{Test: "polluter"}, passed}, nil
			}
			left := []suite.Change{{Alias: "default", Where: "table people", New: "id=1"}}
			failed := suite.Attempt{Test: "victim", Outcome: suite.Fail, Statements: []suite.Statement{{Text: "SELECT", Result: "1 row"}}}
			return []suite.Attempt{{Test: "polluter", Changes: left}, failed}, nil
		},
	}
	got, err := evidence.LookAt(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if n != 4 || !got.Heard || len(got.Left) != 1 || shown(got.Differs) != "rows: SELECT | SELECT" {
		t.Errorf("after %d trials: %+v, which differs in %s", n, got, shown(got.Differs))
	}
}

func TestThingsAreThoseThatCanBePutBack(t *testing.T) {
	table, variable := suite.Thing{Kind: suite.ThingDatabase, Alias: "default", Name: "table people"}, suite.Thing{Kind: suite.ThingVariable, Name: "shop.x"}
	env, dir := suite.Thing{Kind: "environment", Name: "LANG"}, suite.Thing{Kind: "working directory"}
	var left []evidence.Left
	for _, thing := range []suite.Thing{
		table, variable, {Kind: "goroutine", Name: "created by x"}, table, env,
		{Kind: "working directory", Name: "/a (was /b)"}, {Kind: "working directory", Name: "/c (was /a)"}, {Kind: "open file", Name: "fd 9"},
	} {
		left = append(left, evidence.Left{Thing: thing})
	}
	if diff := cmp.Diff([]suite.Thing{table, variable, env, dir}, evidence.Things(left)); diff != "" {
		t.Errorf("Things (-want +got):\n%s", diff)
	}
}
