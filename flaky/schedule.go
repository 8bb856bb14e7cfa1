package flaky

import (
	"fmt"
	"iter"

	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

// OrderPrefix stands before a [Planned] order's name where a history has it as the order
// of a run.
const OrderPrefix = "flaky: "

// A Planned order is one that may run, if time allows.
type Planned struct {
	Kind  OrderKind
	Name  string // unique, such as "mix 3 reversed"
	Trial suite.Trial
}

// Plan are the first n orders that a search would run plainly, or fewer if there are not as
// many.
func Plan(o Options, n int) []Planned {
	var first []Planned
	for p := range schedule(o) {
		if len(first) == n {
			break
		}
		first = append(first, p)
	}
	return first
}

// schedule is an endless sequence of orders, or what a square has. As in CI and reversed
// come first, and then what makes conflicts neighbours; then shuffles, each with its own
// reverse, which reveals more than another shuffle would, until there are ten orders that
// all differ; then each test twice, and beside others; and from then on more of the same, every
// other one as in CI, for the sake of rates.
func schedule(o Options) iter.Seq[Planned] {
	if o.Systematic {
		return systematic(o.Tests)
	}
	return func(yield func(Planned) bool) {
		m := &maker{Options: o, source: plan.Flat(o.Tests)}
		for _, next := range m.begin() {
			if !yield(next()) {
				return
			}
		}
		for n := 0; ; n++ {
			if n%besideEvery == 0 && o.Workers > 1 && !yield(m.withOthers()) || !yield(m.asInCI()) || !yield(m.shuffle()) {
				return
			}
		}
	}
}

// A maker makes orders, one after the other.
type maker struct {
	Options
	source                  suite.Order
	inCI, shuffled, besides int
	back                    *Planned // the reverse of the last shuffle, if its turn has not come
}

// begin are the orders that come first, each made when it is asked for.
func (m *maker) begin() []func() Planned {
	orders := []func() Planned{m.asInCI, func() Planned {
		return Planned{Reversed, "reversed", suite.Trial{Order: plan.Flat(plan.Reverse(m.Tests))}}
	}}
	for i, order := range conflicting(m.Tests, m.Conflicts, m.Seed) {
		orders = append(orders, func() Planned {
			return Planned{Conflicting, fmt.Sprintf("conflicts %d", i+1), suite.Trial{Order: order}}
		})
	}
	for range 2 * firstShuffles {
		orders = append(orders, m.shuffle)
	}
	return append(orders, func() Planned {
		return Planned{Doubled, "each twice", suite.Trial{Order: plan.Flat(plan.Twice(m.Tests))}}
	})
}

func (m *maker) asInCI() Planned {
	m.inCI++
	return Planned{AsInCI, fmt.Sprintf("as in CI %d", m.inCI), suite.Trial{Order: m.source}}
}

// withOthers is the order of CI while another worker runs the suite in another one.
func (m *maker) withOthers() Planned {
	m.besides++
	others := plan.Flat(plan.Mix(m.Seed + uint64(m.besides) + 1<<32)(m.Tests))
	return Planned{Beside, fmt.Sprintf("beside others %d", m.besides), suite.Trial{Order: m.source, Beside: []suite.Order{others}}}
}

// shuffle is a shuffle, or the reverse of the one before. Every other shuffle keeps classes
// together, if there are any.
func (m *maker) shuffle() Planned {
	if m.back != nil {
		p := *m.back
		m.back = nil
		return p
	}
	m.shuffled++
	kind, name, by := Mixed, "mix", plan.Mix(m.Seed+uint64(m.shuffled))
	if m.shuffled%2 == 0 && grouped(m.Tests) {
		kind, name, by = Shuffled, "shuffle", plan.Shuffle(m.Seed+uint64(m.shuffled))
	}
	mixed := by(m.Tests)
	there := Planned{kind, fmt.Sprintf("%s %d", name, m.shuffled), suite.Trial{Order: plan.Flat(mixed)}}
	m.back = &Planned{kind, there.Name + " reversed", suite.Trial{Order: plan.Flat(plan.Reverse(mixed))}}
	return there
}

const (
	firstShuffles = 4 // each with its reverse
	besideEvery   = 4 // of the pairs of orders that follow
)

// grouped reports whether there are classes, which share set-up.
func grouped(tests []suite.Test) bool {
	for _, t := range tests {
		if t.Group != "" {
			return true
		}
	}
	return false
}

// systematic are the rows of a Tuscan square.
func systematic(tests []suite.Test) iter.Seq[Planned] {
	return func(yield func(Planned) bool) {
		for row := range plan.TuscanRows(tests) {
			trial := suite.Trial{Order: plan.Flat(plan.Tuscan(row)(tests))}
			if !yield(Planned{Neighbours, fmt.Sprintf("neighbours %d", row+1), trial}) {
				return
			}
		}
	}
}

// SystematicLimit is for how many tests at most it makes sense to have each of them run
// right after each other one.
const SystematicLimit = 200

// Systematic is what it costs to have each test run right after each other one of its
// unit and kind: so many orders of all tests.
func Systematic(tests []suite.Test) (orders int, err error) {
	if len(tests) > SystematicLimit {
		return 0, fmt.Errorf("%d tests would take %d orders of all of them", len(tests), plan.TuscanRows(tests))
	}
	return plan.TuscanRows(tests), nil
}

// Revealed is the probability that so many whole orders, shuffles with their own
// reverses, reveal a test that fails right after one polluter unless one of so many
// cleaners comes in between.
//
// Of the polluter, the cleaners and the test, the polluter comes directly before the test
// in 1 of cleaners+2 orders, and directly behind it in another. No choice of orders has
// more than orders/(cleaners+2).
func Revealed(orders, cleaners int) float64 {
	missed := 1.0
	for range orders / 2 {
		missed *= 1 - 2/float64(cleaners+2)
	}
	if orders%2 == 1 {
		missed *= 1 - 1/float64(cleaners+2)
	}
	return 1 - missed
}
