package figures

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/flaky/simulation"
	"github.com/ptr-project/ptr/stats"
)

// Detection measures how well flaky tests are found, on simulated suites of which it is
// known which tests are flaky, and why.
type Detection struct {
	Seeds       int // suites of each kind of planted test
	Repetitions int // of the search in a suite of independent flakes, and in one with many dependences
	Suites      int // for what orders reveal
	Seed        uint64
}

// A DetectionRow is one figure.
type DetectionRow struct {
	What     string         `json:"what"`
	Of       int            `json:"of"`       // suites, tests or series that were counted
	Share    float64        `json:"share"`    // of these
	Interval stats.Interval `json:"interval"` // 95 %, Clopper and Pearson's
	Orders   float64        `json:"orders"`   // that replays cost, in runs of the whole suite; 0 if there are none
	Goal     string         `json:"goal"`
	Met      bool           `json:"met"`
}

// DetectionParts are what can be measured, by name.
func (d Detection) Parts() map[string]func(context.Context) ([]DetectionRow, error) {
	return map[string]func(context.Context) ([]DetectionRow, error){
		"kinds": d.kinds, "alarms": d.alarms, "intervals": d.intervals, "orders": d.orders,
	}
}

// counted is a row of k in n, which is to be at least so much.
func counted(what string, k, n int, least float64) DetectionRow {
	r := DetectionRow{What: what, Of: n, Share: share(k, n), Interval: stats.ClopperPearson(k, n, 0.95)}
	r.Goal, r.Met = fmt.Sprintf("≥ %s", percent(least)), r.Share >= least
	return r
}

func share(k, n int) float64 { return float64(k) / float64(max(1, n)) }

func percent(share float64) string { return fmt.Sprintf("%.4g %%", 100*share) }

// each calls do for so many seeds, on all processors.
func (d Detection) each(ctx context.Context, n int, do func(ctx context.Context, seed uint64) error) error {
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(runtime.NumCPU())
	for i := range n {
		work.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return do(ctx, d.Seed+uint64(i))
		})
	}
	return work.Wait()
}

// Sizes of the suites and numbers of orders that figures are about.
const (
	plantedTests = 100
	manyTests    = 1000
	someOrders   = 20
	wholeOrders  = 10
)

// kinds plants one test of each kind, and tells how often it is called what it is, of the
// suites in which it failed at all.
func (d Detection) kinds(ctx context.Context) (rows []DetectionRow, err error) {
	for _, maker := range simulation.Makers() {
		var mu sync.Mutex
		var all simulation.Judgement
		cost := 0
		err := d.each(ctx, d.Seeds, func(ctx context.Context, seed uint64) error {
			s := simulation.New(plantedTests, seed)
			maker.Plant(s)
			r, err := flaky.Search(ctx, s.Options(someOrders, seed))
			if err != nil {
				return err
			}
			j := s.Judge(r)
			mu.Lock()
			defer mu.Unlock()
			all.Failed, all.Detected, all.Right = all.Failed+j.Failed, all.Detected+j.Detected, all.Right+j.Right
			cost += r.Replayed
			return nil
		})
		if err != nil {
			return nil, err
		}
		seen := counted(maker.Name+": detected", all.Detected, all.Failed, 0.95)
		named := counted(maker.Name+": classified", all.Right, all.Failed, 0.95)
		named.Orders = float64(cost) / float64(d.Seeds*plantedTests)
		rows = append(rows, seen, named)
	}
	return rows, nil
}
