package flaky

import (
	"strings"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// An OrderKind says how an order was made.
type OrderKind string

// The kinds of order.
const (
	AsInCI      OrderKind = "as in CI"
	Ordinary    OrderKind = "ordinary run" // of the history: dealt to workers
	Reversed    OrderKind = "reversed"
	Shuffled    OrderKind = "shuffled" // packages and classes stay together
	Mixed       OrderKind = "mixed"    // only packages do
	Doubled     OrderKind = "each twice"
	Beside      OrderKind = "beside others" // as in CI, while other workers run the suite too
	Conflicting OrderKind = "conflicts"     // what reads something comes right after what writes it
	Neighbours  OrderKind = "neighbours"    // a row of a Tuscan square
)

// KindOf is the kind of the order that has this name.
func KindOf(name string) OrderKind {
	for prefix, kind := range map[string]OrderKind{
		"as in CI": AsInCI, "reversed": Reversed, "shuffle": Shuffled, "mix": Mixed, "each twice": Doubled,
		"beside others": Beside, "conflicts": Conflicting, "neighbours": Neighbours,
	} {
		if strings.HasPrefix(name, prefix) {
			return kind
		}
	}
	return Ordinary
}

// Natural reports whether an order is one in which CI would run tests.
func (k OrderKind) Natural() bool { return k == AsInCI || k == Ordinary }

// A Run is all tests in one order, and how they ended.
type Run struct {
	Condition string // "" is plain
	Kind      OrderKind
	Name      string // unique within a condition, such as "shuffle 3 reversed"

	// Trial is what ran. The order of an ordinary run on several workers is that in which
	// its tests began; the attempts' workers tell which of them shared a process.
	Trial    suite.Trial
	Attempts []suite.Attempt // one for each position; without outcome if it did not run

	Began time.Time
	Took  time.Duration
	Past  bool

	// Outage says why failures in it are infrastructure's, in the words of most of them. ""
	// if there are none.
	Outage string

	apart map[int]bool // positions that are put down to the outage
}

// verdict is what the attempt at a position says of its test.
func (r *Run) verdict(at int) verdict {
	if at >= len(r.Attempts) || r.apart[at] {
		return unresolved
	}
	return suite.SayingOf(r.Attempts[at])
}

// A verdict is what one run of a test says, where failures of an outage say nothing.
type verdict = suite.Saying

const (
	unresolved = suite.Nothing
	passed     = suite.Passes
	failed     = suite.Fails
)

// upTo is the trial that leads to a position as this run did, and nothing after it.
func (r *Run) upTo(at int) suite.Trial {
	if r.Kind != Ordinary {
		return suite.Trial{Order: r.Trial.Order[: at+1 : at+1], Beside: r.Trial.Beside}
	}
	lanes := map[int]suite.Order{}
	var workers []int
	for i, a := range r.Attempts {
		if a.Worker == r.Attempts[at].Worker && i > at {
			continue
		}
		if lanes[a.Worker] == nil {
			workers = append(workers, a.Worker)
		}
		lanes[a.Worker] = append(lanes[a.Worker], r.Trial.Order[i])
	}
	t := suite.Trial{Order: lanes[r.Attempts[at].Worker]}
	for _, w := range workers {
		if w != r.Attempts[at].Worker {
			t.Beside = append(t.Beside, lanes[w])
		}
	}
	return t
}
