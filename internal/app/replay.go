package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

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
// order, processes divided in the same way. Only what these tests need is built.
func Replay(ctx context.Context, streams console.Streams, o invocation.Options, r ReplayOptions) (int, error) {
	before, executed, err := before(ctx, o, r.Runs)
	if err != nil {
		return console.PtrFailed, err
	}
	if before.Condition != "" {
		o.Seed, o.Perturb = before.Seed, append([]string{before.Condition}, o.Perturb...)
	}
	if executed, err = r.chosen(executed); err != nil {
		return console.PtrFailed, err
	}
	return perform(ctx, streams, o, among(executed), func(_ context.Context, s *Session, tests []suite.Test, _ plan.Costs) (plan.Plan, error) {
		s.NoBalance, s.Config.Seed = true, before.Seed
		p := ordered(replayed(tests, executed))
		if len(p.Lanes) == 0 {
			return p, r.nothing(before)
		}
		return p, nil
	})
}

// before is the run that is to be run again, and what its processes ran.
func before(ctx context.Context, o invocation.Options, runs []string) (r history.Run, executed []history.Stretch, err error) {
	c, err := invocation.Configure(o)
	if err != nil {
		return r, nil, err
	}
	db, err := openHistory(c.Dir)
	if err != nil {
		return r, nil, err
	}
	defer func() { err = cmp.Or(err, db.Close()) }()
	if r, err = FindRun(ctx, db, runs); err != nil {
		return r, nil, err
	}
	if executed, err = db.Executed(ctx, r); err != nil {
		return r, nil, HistoryError(err)
	}
	return r, executed, nil
}

// chosen is what of executed is to be run again. A test at which to stop is the last of
// its worker, whose alone is run.
func (r ReplayOptions) chosen(executed []history.Stretch) ([]history.Stretch, error) {
	executed = slices.DeleteFunc(executed, func(s history.Stretch) bool { return r.Worker != 0 && s.Worker != r.Worker })
	if r.Until == "" {
		return executed, nil
	}
	var ids []suite.ID
	for _, stretch := range executed {
		ids = append(ids, stretch.Order...)
	}
	until, err := Resolve(suite.NewNames(ids), r.Until)
	if err != nil {
		return nil, err
	}
	over := map[int]bool{} // by worker
	var begun []history.Stretch
	for _, stretch := range executed {
		if over[stretch.Worker] {
			continue
		}
		if i := slices.Index(stretch.Order, until); i >= 0 {
			stretch.Order, over[stretch.Worker] = stretch.Order[:i+1], true
		}
		begun = append(begun, stretch)
	}
	return slices.DeleteFunc(begun, func(s history.Stretch) bool { return !over[s.Worker] }), nil
}

// among reports whether a test is in one of the stretches.
func among(executed []history.Stretch) func(suite.ID) bool {
	all := map[suite.ID]bool{}
	for _, stretch := range executed {
		for _, id := range stretch.Order {
			all[id] = true
		}
	}
	return func(id suite.ID) bool { return all[id] }
}

// replayed are the lanes that repeat stretches, by worker. Tests that there are no more
// are left out.
func replayed(tests []suite.Test, executed []history.Stretch) map[int]plan.Lane {
	byID := map[suite.ID]suite.Test{}
	for _, t := range tests {
		byID[t.ID] = t
	}
	lanes := map[int]plan.Lane{}
	for _, stretch := range executed {
		piece := plan.Piece{Unit: stretch.Unit}
		for _, id := range stretch.Order {
			if t, ok := byID[id]; ok {
				piece.Tests = append(piece.Tests, t)
			}
		}
		if len(piece.Tests) > 0 {
			lanes[stretch.Worker] = append(lanes[stretch.Worker], piece)
		}
	}
	return lanes
}

func ordered(lanes map[int]plan.Lane) plan.Plan {
	var p plan.Plan
	var workers []int
	for worker := range lanes {
		workers = append(workers, worker)
	}
	slices.Sort(workers)
	for _, worker := range workers {
		p.Lanes = append(p.Lanes, lanes[worker])
	}
	return p
}

// nothing says that of a run there is nothing to run again.
func (r ReplayOptions) nothing(before history.Run) error {
	of := "run " + before.ID
	if r.Worker != 0 {
		of = fmt.Sprintf("worker %d of %s", r.Worker, of)
	}
	return console.Usage(fmt.Errorf("%s ran no test that there is now", of), typedThen(before, "ptr show tells what it ran"))
}

// typedThen is the way out where tests of a run are missing: what it was given, so that it
// found them, and else another.
func typedThen(before history.Run, otherwise string) string {
	if len(before.Args) == 0 {
		return otherwise
	}
	return fmt.Sprintf("run %s had %s", before.ID, strings.Join(before.Args, " "))
}
