package figures

import (
	"context"
	"sync"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/flaky/simulation"
	"github.com/ptr-project/ptr/stats"
)

const (
	independent = 20  // tests that fail at some rate, whatever ran before them
	dependences = 20  // tests that depend on others, in the second experiment
	outages     = 0.1 // of runs
	outageHits  = 50  // tests
	alarmLimit  = 0.01
)

// crowded is a suite of tests that fail independently of order, some of whose runs are hit
// by an outage.
func crowded(seed uint64) *simulation.Suite {
	s := simulation.New(manyTests, seed)
	s.Outages, s.Hit = outages, outageHits
	for i := range independent {
		s.Nondeterministic([]float64{0.02, 0.1, 0.5}[i%3])
	}
	return s
}

// alarms counts suites in which any test is said to depend on something, and doesn't; and
// what is found of dependences in such suites.
func (d Detection) alarms(ctx context.Context) ([]DetectionRow, error) {
	var mu sync.Mutex
	wrong, cost := 0, 0
	err := d.each(ctx, d.Repetitions, func(ctx context.Context, seed uint64) error {
		s := crowded(seed)
		r, err := flaky.Search(ctx, s.Options(someOrders, seed))
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		if s.Judge(r).Alarms > 0 {
			wrong++
		}
		cost += r.Replayed
		return nil
	})
	if err != nil {
		return nil, err
	}
	row := DetectionRow{
		What: "20 independent flakes, outages: any called dependent", Of: d.Repetitions, Share: share(wrong, d.Repetitions),
		Interval: stats.ClopperPearson(wrong, d.Repetitions, 0.95), Orders: float64(cost) / float64(d.Repetitions*manyTests),
		Goal: "upper limit ≤ " + percent(alarmLimit),
	}
	row.Met = row.Interval.High <= alarmLimit
	rest, err := d.crowdedDependences(ctx)
	return append([]DetectionRow{row}, rest...), err
}

// crowdedDependences plants dependences with few to many cleaners beside all that.
func (d Detection) crowdedDependences(ctx context.Context) ([]DetectionRow, error) {
	var mu sync.Mutex
	failed, named, planted, cost := 0, 0, 0, 0
	expected := 0.0
	suites := max(1, d.Repetitions/10)
	err := d.each(ctx, suites, func(ctx context.Context, seed uint64) error {
		s := crowded(seed)
		could := 0.0
		for i := range dependences {
			s.Victim(i % 11)
			could += flaky.Revealed(wholeOrders, i%11)
		}
		r, err := flaky.Search(ctx, s.Options(someOrders, seed))
		if err != nil {
			return err
		}
		seen, right := s.Dependences(r)
		mu.Lock()
		defer mu.Unlock()
		failed, named, planted, cost = failed+seen, named+right, planted+dependences, cost+r.Replayed
		expected += could / dependences / float64(suites)
		return nil
	})
	found := counted("20 dependences beside these, 20 orders: revealed", failed, planted, expected)
	called := counted("… of these, called order-dependent", named, failed, 0.95)
	called.Orders = float64(cost) / float64(suites*manyTests)
	return []DetectionRow{found, called}, err
}
