package app

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

// A failing is a test that failed, and what its process had run before it.
type failing struct {
	test   suite.Test
	before suite.Order
	beside []suite.Order
	known  bisect.Signature
	run    string // ID of the run in which it failed; "" if an order was made up
	worker int
}

// named are the tests that a label means: one, or all those that have it in their
// names as a whole word.
func named(tests []suite.Test, label string) ([]suite.Test, error) {
	id, err := resolve(suite.NewNames(idsOf(tests)), label)
	if err == nil {
		return among(tests, []suite.ID{id}), nil
	}
	all := slices.DeleteFunc(slices.Clone(tests), func(t suite.Test) bool { return !hasWord(string(t.ID), label) })
	if len(all) == 0 {
		return nil, err
	}
	return all, nil
}

// hasWord reports whether name has word between two of the marks that part names.
func hasWord(name, word string) bool {
	const marks = "./:"
	word = strings.Trim(word, marks)
	if word == "" {
		return false
	}
	return strings.Contains(strings.Map(dotted, "."+name+"."), strings.Map(dotted, "."+word+"."))
}

func dotted(r rune) rune {
	if r == '/' || r == ':' {
		return '.'
	}
	return r
}

// failedBefore are those of tests that history knows to have failed, each with what had
// run before it in the latest run in which it did, or in the one that is named.
func (s *session) failedBefore(ctx context.Context, tests []suite.Test, run string) ([]failing, error) {
	far, now := 20, history.Run{Name: s.name, Number: math.MaxInt64}
	if run != "" {
		found, err := find(ctx, s.db, []string{run})
		if err != nil {
			return nil, err
		}
		far, now.Number = 1, found.Number+1
	}
	var all []failing
	for _, t := range tests {
		past, err := s.db.Outcomes(ctx, now, t.ID, far)
		if err != nil {
			return nil, historyError(err)
		}
		for _, p := range past {
			f, ok, err := s.failure(ctx, t, p)
			if err != nil {
				return nil, err
			}
			if ok && (run == "" || p.Run.Number == now.Number-1) {
				all = append(all, f)
				break
			}
		}
	}
	return all, nil
}

// failure is how t failed in a run, if it did.
func (s *session) failure(ctx context.Context, t suite.Test, p history.Past) (f failing, ok bool, err error) {
	i := slices.IndexFunc(p.Attempts, func(a suite.Attempt) bool {
		return a.Outcome.Bad() && a.Parent == "" && (a.Cause == suite.Planned || a.Cause == suite.Repeat)
	})
	if i < 0 {
		return f, false, nil
	}
	a := p.Attempts[i]
	f = failing{test: t, known: bisect.SignatureOf(a), run: p.Run.ID, worker: a.Worker}
	executed, err := s.db.Executed(ctx, p.Run)
	if err != nil {
		return f, false, historyError(err)
	}
	for _, stretch := range executed {
		at := slices.Index(stretch.Order, t.ID)
		switch {
		case stretch.Worker == a.Worker && stretch.Process == a.Process && at >= 0:
			f.before = stretch.Order[:at]
		case stretch.Worker != a.Worker:
			f.beside = append(f.beside, stretch.Order)
		}
	}
	return f, true, nil
}

// failedIn are tests in the order of a file, in which they are said to have failed: one
// test a line, as ptr list prints them. Tests that there are no more are left out.
func (s *session) failedIn(file string, all, tests []suite.Test) ([]failing, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, Usage(err, "an order file has one test a line, as ptr list prints them")
	}
	defer f.Close()
	labels, err := plan.ReadLabels(f)
	if err != nil {
		return nil, Usage(fmt.Errorf("%s: %w", file, err), "")
	}
	names := suite.NewNames(idsOf(all))
	var order suite.Order
	for _, label := range labels {
		if id, err := names.Resolve(label); err == nil {
			order = append(order, id)
		}
	}
	if lost := len(labels) - len(order); lost > 0 {
		fmt.Fprintf(s.streams.Err, "ptr: warning: %s: %d of %d tests are not in the suite, and are left out\n", file, lost, len(labels))
	}
	var found []failing
	for _, t := range tests {
		if at := slices.Index(order, t.ID); at >= 0 {
			found = append(found, failing{test: t, before: order[:at]})
		}
	}
	if len(found) == 0 {
		return nil, Usage(fmt.Errorf("%s: the test is not in this order", file), "an order has to have the test that fails, and what ran before it")
	}
	return found, nil
}

// failingOrders looks for orders in which tests fail: all of their units in source order,
// reversed, and shuffled.
func (s *session) failingOrders(ctx context.Context, p *prober, all, tests []suite.Test) ([]failing, error) {
	units := map[string][]suite.Test{}
	for _, t := range all {
		units[t.Unit] = append(units[t.Unit], t)
	}
	var found []failing
	for _, unit := range unitsOf(tests) {
		for _, order := range s.someOrders(units[unit]) {
			attempts, err := p.probe(ctx, suite.Trial{Order: order})
			if err != nil {
				return nil, err
			}
			for i, a := range attempts {
				at := slices.IndexFunc(tests, func(t suite.Test) bool { return t.ID == a.Test })
				if at < 0 || !a.Outcome.Bad() || slices.ContainsFunc(found, func(f failing) bool { return f.test.ID == a.Test }) {
					continue
				}
				found = append(found, failing{test: tests[at], before: order[:i], known: bisect.SignatureOf(a)})
			}
		}
	}
	return found, nil
}

func unitsOf(tests []suite.Test) []string {
	var units []string
	for _, t := range tests {
		if !slices.Contains(units, t.Unit) {
			units = append(units, t.Unit)
		}
	}
	return units
}

// shuffles is how many random orders are tried, each with its reverse.
const shuffles = 3

// someOrders are orders of a unit's tests: each kind in turn, as processes run them.
func (s *session) someOrders(tests []suite.Test) []suite.Order {
	source := idsOf(tests)
	orders := []suite.Order{source, backwards(source)}
	random := s.random()
	for range shuffles {
		mixed := slices.Clone(source)
		random.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		orders = append(orders, mixed, backwards(mixed))
	}
	stage := map[suite.ID]int{}
	for _, t := range tests {
		stage[t.ID] = t.Kind.Stage()
	}
	for _, order := range orders {
		slices.SortStableFunc(order, func(a, b suite.ID) int { return stage[a] - stage[b] })
	}
	return orders
}

func backwards(order suite.Order) suite.Order {
	reversed := slices.Clone(order)
	slices.Reverse(reversed)
	return reversed
}

// unfailing says that none of tests was seen to fail.
func unfailing(label string, tests []suite.Test) error {
	return &Error{NoAnswer, fmt.Errorf("%s: %s never failed, neither in the runs of the history nor in %d orders that were tried now",
		label, plural(len(tests), "test"), 2+2*shuffles), "ptr run records an order in which it fails; ptr run --repeat 50 finds one that seldom does"}
}

var errNoLabel = errors.New("which test fails?")
