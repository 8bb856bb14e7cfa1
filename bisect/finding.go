package bisect

import (
	"time"

	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// A Kind says in one word what a test's failure depends on.
type Kind string

// The kinds.
const (
	AlwaysFails      Kind = "always fails"
	Victim           Kind = "victim"           // of tests that ran before it
	Brittle          Kind = "brittle"          // fails unless another has run before it
	NonIdempotent    Kind = "non-idempotent"   // fails when it has run before
	Accumulation     Kind = "accumulation"     // of so many tests before it, whichever they are
	NeedsNeighbours  Kind = "needs neighbours" // fails while others run on other workers
	Nondeterministic Kind = "nondeterministic" // fails sometimes, with nothing before it
	NotReproduced    Kind = "not reproduced"
)

// A Finding is the answer of a search.
type Finding struct {
	Victim  suite.ID       `json:"victim"`
	Kind    Kind           `json:"kind"`
	Outcome suite.Outcome  `json:"outcome,omitempty"`       // how the victim fails, such as by a crash; "" is any way
	Said    string         `json:"said,omitempty"`          // by the victim when it failed: its first line
	Causes  []Cause        `json:"causes"`                  // of a victim, a brittle, or one that needs neighbours: each of them suffices; of an accumulation one set that does
	Needed  int            `json:"needed,omitempty"`        // of an accumulation: how many tests it takes
	Itself  *Cause         `json:"itself,omitempty"`        // of a victim that also fails more often when it has run before
	Among   []suite.ID     `json:"among,omitempty"`         // of an accumulation: tests that were seen to count
	Whoever bool           `json:"whoever,omitempty"`       // of one that needs neighbours: others do what those of its cause do
	Seen    suite.Count    `json:"seen"`                    // how it ended, whatever had run before it
	Alone   suite.Count    `json:"alone"`                   // how it ended in fresh processes with nothing before it
	Rate    stats.Interval `json:"rate"`                    // at 95 % confidence, that of Alone
	Unlucky []suite.ID     `json:"not_confirmed,omitempty"` // what looked guilty, and was not confirmed

	Unresolved []suite.Attempt `json:"-"` // other failures that came up: findings of their own

	Rounds int           `json:"rounds"`
	Tests  int           `json:"test_runs"`
	Wall   time.Duration `json:"expected_nanoseconds"` // expected, from the costs
}

// A Cause is a set of tests that makes the victim fail, or makes a brittle pass, each of
// which is needed.
type Cause struct {
	Tests    []suite.ID  `json:"tests"`               // in the order in which they have to run
	With     suite.Count `json:"with"`                // how the victim ended after them
	Without  suite.Count `json:"without"`             // and after as many others that take as long
	EValue   float64     `json:"e_value"`             // of that difference, against no difference
	Cleaners []suite.ID  `json:"undone_by,omitempty"` // that make the victim pass if they run in between
}
