package culprits

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/suite"
)

// failingOrders looks for orders in which tests fail: all of their units in source order,
// reversed, and shuffled, as many at the same time as there are workers. It ends when all
// have failed; what never fails in the first orders may seldom do so.
func (s seeker) failingOrders(ctx context.Context, p *app.Prober, all, tests []suite.Test) ([]failing, error) {
	units := map[string][]suite.Test{}
	for _, t := range all {
		units[t.Unit] = append(units[t.Unit], t)
	}
	defer s.Line.During("looking for an order in which it fails")()
	var found []failing
	for _, unit := range unitsOf(tests) {
		wanted := slices.DeleteFunc(slices.Clone(tests), func(t suite.Test) bool { return t.Unit != unit })
		inUnit, err := s.failingIn(ctx, p, units[unit], wanted)
		if err != nil {
			return nil, err
		}
		found = append(found, inUnit...)
	}
	inSource := func(f failing) int {
		return slices.IndexFunc(tests, func(t suite.Test) bool { return t.ID == f.test.ID })
	}
	slices.SortFunc(found, func(f, g failing) int { return inSource(f) - inSource(g) })
	return found, nil
}

// failingIn is failingOrders in one unit, of which all are the tests.
func (s seeker) failingIn(ctx context.Context, p *app.Prober, all, tests []suite.Test) (found []failing, err error) {
	tried := 0
	for orders := range slices.Chunk(s.someOrders(all), p.Workers) {
		if len(found) == len(tests) || len(found) > 0 && tried >= firstOrders {
			break
		}
		tried += len(orders)
		ends := make([][][]suite.Attempt, len(orders))
		work, ctx := errgroup.WithContext(ctx)
		for i, order := range orders {
			work.Go(func() (err error) {
				ends[i], err = toTheEnd(ctx, p, order, tests)
				return err
			})
		}
		if err := work.Wait(); err != nil {
			return nil, err
		}
		for _, processes := range ends {
			for _, attempts := range processes {
				found = append(found, failedNow(attempts, tests, found)...)
			}
		}
	}
	return found, nil
}

// toTheEnd runs an order, and goes on in another process behind a test of which one has
// died: what each process has run. If that is one of those that are asked about, what had run
// before it runs again, without it: the others may die of the same.
func toTheEnd(ctx context.Context, p *app.Prober, order suite.Order, asked []suite.Test) (processes [][]suite.Attempt, err error) {
	for len(order) > 0 {
		attempts, err := p.Probe(ctx, suite.Trial{Order: order})
		if err != nil {
			return nil, err
		}
		ran := slices.IndexFunc(attempts, func(a suite.Attempt) bool { return a.Outcome == "" })
		if ran < 0 {
			ran = len(attempts)
		}
		if ran == 0 {
			break
		}
		processes = append(processes, attempts[:ran])
		isLast := func(t suite.Test) bool { return t.ID == order[ran-1] }
		if rest := order[ran:]; len(rest) == 0 || ran == 1 || !slices.ContainsFunc(asked, isLast) {
			order = rest
		} else {
			order = slices.Concat(order[:ran-1], rest)
		}
	}
	return processes, nil
}

// failedNow are those of tests that failed in a process, and are not found already.
func failedNow(ran []suite.Attempt, tests []suite.Test, already []failing) (found []failing) {
	var before suite.Order
	for _, a := range ran {
		at := slices.IndexFunc(tests, func(t suite.Test) bool { return t.ID == a.Test })
		known := func(f failing) bool { return f.test.ID == a.Test }
		if at >= 0 && a.Outcome.Bad() && !slices.ContainsFunc(already, known) {
			found = append(found, failing{test: tests[at], before: slices.Clone(before), known: suite.SignatureOf(a)})
		}
		before = append(before, a.Test)
	}
	return found
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

// shuffles is how many random orders are tried, each with its reverse, and firstOrders after
// how many orders it is enough that some of the tests have failed.
const (
	shuffles    = 11
	firstOrders = 8
)

// someOrders are orders of a unit's tests: each kind in turn, as processes run them.
func (s seeker) someOrders(tests []suite.Test) []suite.Order {
	source := app.IDsOf(tests)
	orders := []suite.Order{source, source.Reversed()}
	random := s.random()
	for range shuffles {
		mixed := slices.Clone(source)
		random.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		orders = append(orders, mixed, mixed.Reversed())
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
