package culprits

import (
	"context"
	"slices"

	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/suite"
)

// failingOrders looks for orders in which tests fail: all of their units in source order,
// reversed, and shuffled.
func (s seeker) failingOrders(ctx context.Context, p *app.Prober, all, tests []suite.Test) ([]failing, error) {
	units := map[string][]suite.Test{}
	for _, t := range all {
		units[t.Unit] = append(units[t.Unit], t)
	}
	defer s.Line.During("looking for an order in which it fails")()
	var found []failing
	for _, unit := range unitsOf(tests) {
		for _, order := range s.someOrders(units[unit]) {
			attempts, err := p.Probe(ctx, suite.Trial{Order: order})
			if err != nil {
				return nil, err
			}
			for i, a := range attempts {
				at := slices.IndexFunc(tests, func(t suite.Test) bool { return t.ID == a.Test })
				if at < 0 || !a.Outcome.Bad() || slices.ContainsFunc(found, func(f failing) bool { return f.test.ID == a.Test }) {
					continue
				}
				found = append(found, failing{test: tests[at], before: order[:i], known: suite.SignatureOf(a)})
			}
		}
	}
	inSource := func(f failing) int {
		return slices.IndexFunc(tests, func(t suite.Test) bool { return t.ID == f.test.ID })
	}
	slices.SortFunc(found, func(f, g failing) int { return inSource(f) - inSource(g) })
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
