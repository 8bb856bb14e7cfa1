package figures

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/flaky/simulation"
	"github.com/ptr-project/ptr/suite"
)

// orders tells what ten whole orders reveal of planted dependences, with and without
// knowing what tests read and write.
func (d Detection) orders(ctx context.Context) (rows []DetectionRow, err error) {
	type goal struct{ without, with float64 }
	for _, c := range []int{2, 5, 10} {
		g := map[int]goal{2: {0.96, 0.99}, 5: {0.80, 0.95}, 10: {0.58, 0.90}}[c]
		one := func(s *simulation.Suite) { s.Victim(c) }
		what := fmt.Sprintf("a polluter and %d cleaners, 10 orders", c)
		pair, err := d.revealed(ctx, what, d.Suites, g.without, g.with, one)
		if err != nil {
			return nil, err
		}
		rows = append(rows, pair...)
	}
	thirty := func(s *simulation.Suite) {
		for range 30 {
			s.Victim(s.Draw(11))
		}
	}
	pair, err := d.revealed(ctx, "30 dependences, 0–10 cleaners, 10 orders", d.Repetitions, 0.80, 0.97, thirty)
	return append(rows, pair...), err
}

// revealed counts planted tests that fail in any of the orders.
func (d Detection) revealed(ctx context.Context, what string, suites int, without, with float64, plant func(*simulation.Suite)) ([]DetectionRow, error) {
	var mu sync.Mutex
	planted, blind, knowing, first := 0, 0, 0, 0
	err := d.each(ctx, suites, func(_ context.Context, seed uint64) error {
		s := simulation.New(manyTests, seed)
		plant(s)
		o := s.Options(wholeOrders, seed)
		o.Conflicts = s.Conflicts
		orders := flaky.Plan(o, 2*wholeOrders)
		chains := slices.DeleteFunc(slices.Clone(orders), func(p flaky.Planned) bool { return p.Kind != flaky.Conflicting })
		whole := slices.DeleteFunc(orders[:len(chains)+wholeOrders:len(chains)+wholeOrders], func(p flaky.Planned) bool { return p.Kind == flaky.Conflicting })
		inChains, inWhole := s.Reveals(chains), s.Reveals(whole)
		mu.Lock()
		defer mu.Unlock()
		planted += len(s.Truth)
		blind += different(inWhole)
		knowing += different(append(inChains, inWhole[:wholeOrders-len(chains)]...))
		first += different(inChains[:1])
		return nil
	})
	return []DetectionRow{
		counted(what+": revealed", blind, planted, without),
		counted("… reads and writes known", knowing, planted, with),
		counted("… by the first order for these", first, planted, with),
	}, err
}

// different is how many tests are in any of the sets.
func different(sets []map[suite.ID]bool) int {
	all := map[suite.ID]bool{}
	for _, set := range sets {
		maps.Copy(all, set)
	}
	return len(all)
}
