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

// A library asks the server once who it is. Behind the culprit it has, and that the victim does
// not ask tells nothing, unless nothing else differs: then somebody may have kept the answer.
func TestWhatIsAskedOnceIsTheFirstDifferenceOnlyIfThereIsNoOther(t *testing.T) {
	for name, tt := range map[string]struct {
		result string // of the query, behind the culprit
		want   string
	}{
		"rows differ, too":     {"1 row", "rows: SELECT | SELECT"},
		"nothing else differs": {"no rows", "text: - | SHOW version"},
	} {
		t.Run(name, func(t *testing.T) {
			ask, query := suite.Statement{Text: "SHOW version"}, suite.Statement{Text: "SELECT", Result: "no rows"}
			behind := suite.Statement{Text: "SELECT", Result: tt.result}
			got, err := evidence.LookAt(t.Context(), evidence.Case{
				Set: []suite.ID{"polluter"}, Victim: "victim", Workers: 1,
				Shows: func(a suite.Attempt) (effect, told bool) { return a.Outcome == suite.Fail, true },
				Probe: func(_ context.Context, trial suite.Trial) ([]suite.Attempt, error) {
					if len(trial.Order) == 1 {
						return []suite.Attempt{{Outcome: suite.Pass, Statements: []suite.Statement{ask, query}}}, nil
					}
					return []suite.Attempt{{Statements: []suite.Statement{ask}}, {Outcome: suite.Fail, Statements: []suite.Statement{behind}}}, nil
				},
			})
			if err != nil || shown(got.Differs) != tt.want {
				t.Errorf("it differs in %s, %v, want %s", shown(got.Differs), err, tt.want)
			}
		})
	}
}
