package flaky

import (
	"fmt"
	"iter"

	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

// A planned order is one that may run, if time allows.
type planned struct {
	kind  OrderKind
	name  string
	trial suite.Trial
}

// schedule is an endless sequence of orders, or what a square has. The first ones tell
// most: as in CI and reversed; then those that make conflicts neighbours; then, over and over,
// shuffles, each with its own reverse, which reveals more than another shuffle would, and
// again as in CI.
func schedule(o Options) iter.Seq[planned] {
	if o.Systematic {
		return systematic(o.Tests)
	}
	return func(yield func(planned) bool) {
		source := planned{kind: AsInCI, name: "as in CI 1", trial: suite.Trial{Order: plan.Flat(o.Tests)}}
		if !yield(source) || !yield(planned{Reversed, "reversed", suite.Trial{Order: plan.Flat(plan.Reverse(o.Tests))}}) {
			return
		}
		for i, order := range conflicting(o.Tests, o.Conflicts, o.Seed) {
			if !yield(planned{Conflicting, fmt.Sprintf("conflicts %d", i+1), suite.Trial{Order: order}}) {
				return
			}
		}
		for cycle := 1; ; cycle++ {
			for _, p := range round(o, cycle) {
				if !yield(p) {
					return
				}
			}
		}
	}
}

// round is one round of the orders that are repeated with other seeds.
func round(o Options, cycle int) []planned {
	source := plan.Flat(o.Tests)
	two := func(kind OrderKind, name string, shuffle plan.Order) []planned {
		mixed := shuffle(o.Tests)
		return []planned{
			{kind, fmt.Sprintf("%s %d", name, cycle), suite.Trial{Order: plan.Flat(mixed)}},
			{kind, fmt.Sprintf("%s %d reversed", name, cycle), suite.Trial{Order: plan.Flat(plan.Reverse(mixed))}},
		}
	}
	seed := o.Seed + uint64(cycle)
	orders := two(Mixed, "mix", plan.Mix(seed))
	if grouped(o.Tests) {
		orders = append(two(Shuffled, "shuffle", plan.Shuffle(seed)), orders...)
	}
	if cycle == 1 {
		orders = append(orders, planned{Doubled, "each twice", suite.Trial{Order: plan.Flat(plan.Twice(o.Tests))}})
	}
	orders = append(orders, planned{AsInCI, fmt.Sprintf("as in CI %d", cycle+1), suite.Trial{Order: source}})
	if o.Workers > 1 {
		others := plan.Flat(plan.Mix(seed + 1<<32)(o.Tests))
		orders = append(orders, planned{Beside, fmt.Sprintf("beside others %d", cycle), suite.Trial{Order: source, Beside: []suite.Order{others}}})
	}
	return orders
}

// grouped reports whether there is more than one class or package that a shuffle keeps
// together.
func grouped(tests []suite.Test) bool {
	for _, t := range tests {
		if t.Group != "" {
			return true
		}
	}
	return false
}

// systematic are the rows of a Tuscan square.
func systematic(tests []suite.Test) iter.Seq[planned] {
	return func(yield func(planned) bool) {
		for row := range plan.TuscanRows(tests) {
			trial := suite.Trial{Order: plan.Flat(plan.Tuscan(row)(tests))}
			if !yield(planned{Neighbours, fmt.Sprintf("neighbours %d", row+1), trial}) {
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
