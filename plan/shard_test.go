package plan_test

import (
	"testing"
	"time"

	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

// Machines that know the same durations cut in one way, and say so; where they know others,
// or one has more tests, they say something else.
func TestACutIsNamedByTestsAndDurations(t *testing.T) {
	pieces := func(ids ...suite.ID) (all []plan.Piece) {
		for _, id := range ids {
			all = append(all, plan.Piece{Unit: "u", Tests: []suite.Test{{ID: id, Unit: "u"}}})
		}
		return all
	}
	costs := func(a time.Duration) plan.Costs {
		return plan.Costs{Guess: time.Second, Tests: map[suite.ID]time.Duration{"a": a}}
	}
	one := plan.Cut(pieces("a", "b"), costs(time.Minute))
	if same := plan.Cut(pieces("a", "b"), costs(time.Minute)); same != one {
		t.Errorf("the same cut is named %s and %s", one, same)
	}
	for name, other := range map[string]string{
		"another duration": plan.Cut(pieces("a", "b"), costs(time.Hour)),
		"another test":     plan.Cut(pieces("a", "b", "c"), costs(time.Minute)),
	} {
		if other == one {
			t.Errorf("%s: it is named %s, too", name, one)
		}
	}
}
