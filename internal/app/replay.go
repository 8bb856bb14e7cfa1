package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

// ReplayOptions say which part of a run is run again.
type ReplayOptions struct {
	Runs   []string // at most one ID; none is the latest
	Worker int      // 0: all
	Until  string   // a label; "": everything
}

// Replay runs again what a run ran: every worker the same tests in the same
// order, processes divided in the same way.
func Replay(ctx context.Context, streams console.Streams, o invocation.Options, r ReplayOptions) (int, error) {
	if before, err := before(ctx, o, r.Runs); err != nil {
		return console.PtrFailed, err
	} else if before.Condition != "" {
		o.Seed, o.Perturb = before.Seed, append([]string{before.Condition}, o.Perturb...)
	}
	return perform(ctx, streams, o, func(ctx context.Context, s *Session, tests []suite.Test, _ plan.Costs) (plan.Plan, error) {
		before, err := FindRun(ctx, s.DB, r.Runs)
		if err != nil {
			return plan.Plan{}, err
		}
		executed, err := s.DB.Executed(ctx, before)
		if err != nil {
			return plan.Plan{}, HistoryError(err)
		}
		s.NoBalance, s.Config.Seed = true, before.Seed
		return replayed(tests, executed, r)
	})
}

// before is the run that is to be run again.
func before(ctx context.Context, o invocation.Options, runs []string) (r history.Run, err error) {
	c, err := invocation.Configure(o)
	if err != nil {
		return r, err
	}
	db, err := openHistory(c.Dir)
	if err != nil {
		return r, err
	}
	defer func() { err = cmp.Or(err, db.Close()) }()
	return FindRun(ctx, db, runs)
}

// replayed is the plan that repeats stretches. Tests that there are no more are
// left out.
func replayed(tests []suite.Test, executed []history.Stretch, r ReplayOptions) (plan.Plan, error) {
	byID := map[suite.ID]suite.Test{}
	for _, t := range tests {
		byID[t.ID] = t
	}
	var until suite.ID
	if r.Until != "" {
		var err error
		if until, err = Resolve(suite.NewNames(IDsOf(tests)), r.Until); err != nil {
			return plan.Plan{}, err
		}
	}
	lanes := map[int]plan.Lane{}
	over := map[int]bool{}
	for _, stretch := range executed {
		if over[stretch.Worker] || r.Worker != 0 && stretch.Worker != r.Worker {
			continue
		}
		piece := plan.Piece{Unit: stretch.Unit}
		for _, id := range stretch.Order {
			if t, ok := byID[id]; ok && !over[stretch.Worker] {
				piece.Tests = append(piece.Tests, t)
				over[stretch.Worker] = id == until
			}
		}
		if len(piece.Tests) > 0 {
			lanes[stretch.Worker] = append(lanes[stretch.Worker], piece)
		}
	}
	if until != "" {
		lanes = keepLane(lanes, over)
	}
	return ordered(lanes, r)
}

// keepLane is the lane that ends with the test at which to stop, alone.
func keepLane(lanes map[int]plan.Lane, over map[int]bool) map[int]plan.Lane {
	for worker := range lanes {
		if !over[worker] {
			delete(lanes, worker)
		}
	}
	return lanes
}

func ordered(lanes map[int]plan.Lane, r ReplayOptions) (plan.Plan, error) {
	var p plan.Plan
	var workers []int
	for worker := range lanes {
		workers = append(workers, worker)
	}
	slices.Sort(workers)
	for _, worker := range workers {
		p.Lanes = append(p.Lanes, lanes[worker])
	}
	if len(p.Lanes) == 0 {
		return p, console.Usage(fmt.Errorf("that run has nothing to replay for --worker %d --until %q", r.Worker, r.Until), "ptr show tells what it ran")
	}
	return p, nil
}
