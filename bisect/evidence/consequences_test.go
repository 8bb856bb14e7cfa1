package evidence_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/bisect/evidence"
	"github.com/ptr-project/ptr/suite"
)

// Three statements write; by the schema only that of people can have written to audit, by
// way of a table between, or no one is known to.
func TestWritesOfTriggersAreThoseOfWhoCanHaveSetThemOff(t *testing.T) {
	const people, flags = "INSERT of public.people at a_test.go:2", "UPDATE of flags at a_test.go:3"
	for name, tt := range map[string]struct {
		known evidence.Consequences
		want  string
	}{
		"one can":        {evidence.Consequences{"default": {"people": {"between"}, "between": {"main.audit"}, "flags": {"other"}}}, people},
		"another's can":  {evidence.Consequences{"other": {"people": {"audit"}}}, people + ", " + flags},
		"nothing is set": {nil, people + ", " + flags},
	} {
		t.Run(name, func(t *testing.T) {
			probe := func(_ context.Context, trial suite.Trial) ([]suite.Attempt, error) {
				all := make([]suite.Attempt, len(trial.Order))
				for i, id := range trial.Order {
					all[i] = suite.Attempt{Test: id, Outcome: suite.Pass}
				}
				if len(all) > 1 {
					all[1].Outcome = suite.Fail
					all[0].Changes = []suite.Change{{Alias: "default", Where: "table audit", New: "a row"}}
					all[0].Statements = []suite.Statement{
						{Text: "INSERT INTO public.people VALUES (?)", Where: "a_test.go:2"}, {Text: "UPDATE flags SET enabled = 0", Where: "a_test.go:3"},
					}
				}
				return all, nil
			}
			look, err := evidence.LookAt(t.Context(), evidence.Case{
				Set: []suite.ID{"polluter"}, Victim: "victim", Probe: probe, Workers: 1,
				Shows:        func(a suite.Attempt) (effect, told bool) { return a.Outcome == suite.Fail, true },
				Consequences: func(context.Context) (evidence.Consequences, error) { return tt.known, nil },
			})
			if err != nil || len(look.Left) != 1 {
				t.Fatalf("%+v, %v", look, err)
			}
			want := "table audit of default: one row added, by a trigger or cascade of " + tt.want
			if diff := cmp.Diff(want, look.Left[0].String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
