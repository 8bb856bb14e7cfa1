package app

import (
	"cmp"
	"context"
	"math/rand/v2"
	"time"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/housing"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

// Run runs a suite and returns the exit status. The error says that the caller
// or ptr is wrong, not a test.
func Run(ctx context.Context, streams console.Streams, o invocation.Options) (int, error) {
	return perform(ctx, streams, o, nil, balanced)
}

// A planner makes the plan of a run.
type planner func(ctx context.Context, s *Session, tests []suite.Test, costs plan.Costs) (plan.Plan, error)

// perform is what run and replay have in common. Of tests that are not wanted the units
// need not be built; nil wants all.
func perform(ctx context.Context, streams console.Streams, o invocation.Options, wanted func(suite.ID) bool, planned planner) (status int, err error) {
	s, err := Open(streams, o)
	if err != nil {
		return console.PtrFailed, err
	}
	defer func() {
		closed := s.Close() // an earlier error is mostly why this fails, too
		err = homeless(cmp.Or(err, closed))
	}()
	s.wanted = wanted
	ctx, user := interruptible(ctx, streams, o.RunTimeout)
	defer user.finish()
	if s.Config.Seed == 0 {
		s.Config.Seed = 1 + rand.Uint64N(9999)
	}
	listing, tests, sets, err := s.setUp(ctx)
	if err != nil {
		return console.PtrFailed, Because(ctx, err)
	}
	costs, err := s.costs(ctx)
	if err != nil {
		return console.PtrFailed, err
	}
	p, err := planned(ctx, s, tests, costs)
	if err != nil {
		return console.PtrFailed, err
	}
	user.begin()
	return s.execute(ctx, user.stop, &performance{Session: s, listing: listing, plan: p, costs: costs, sets: sets})
}

// setUp builds the suite and prepares its databases, side by side.
func (s *Session) setUp(ctx context.Context) (listing framework.Listing, tests []suite.Test, sets []housing.Set, err error) {
	if s.board, err = s.openBoard(); err != nil {
		return listing, nil, nil, err
	}
	prepared := make(chan error, 1)
	databases := suite.Phase{Name: "databases"}
	go func() {
		var err error
		begin := time.Now()
		if sets, err = s.prepare(ctx); err == nil {
			s.advance(ctx, sets)
		}
		databases.Duration = time.Since(begin)
		prepared <- err
	}()
	begin := time.Now()
	listing, tests, err = s.List(ctx)
	build := suite.Phase{Name: s.finding(), Duration: time.Since(begin)}
	if failed := <-prepared; failed != nil {
		err = failed
	}
	s.phases = []suite.Phase{build, databases}
	return listing, tests, sets, err
}

// balanced deals the tests to workers, the longest first.
func balanced(ctx context.Context, s *Session, tests []suite.Test, costs plan.Costs) (plan.Plan, error) {
	keep, err := together(s.KeepTogether)
	if err != nil {
		return plan.Plan{}, err
	}
	count, err := s.workers(ctx)
	if err != nil {
		return plan.Plan{}, err
	}
	if s.Shard == "" { // else each machine would cut by a history of its own
		tests = plan.Loosen(tests, costs, count)
	}
	pieces, costs := plan.ByGroup(plan.Pieces(tests), costs, keep)
	pieces = plan.Repeat(pieces, s.Repeat)
	if s.Shard != "" {
		shard, err := plan.ParseShard(s.Shard)
		if err != nil {
			return plan.Plan{}, console.Usage(err, "--shard 2/3 is the second of three parts")
		}
		s.shardOf, s.shardCut = len(tests), plan.Cut(pieces, costs)
		pieces = shard.Of(pieces, costs, keep)
	}
	count = max(1, min(count, len(tests)))
	if s.NoBalance {
		return plan.Joined(plan.Whole(pieces, count, costs)), nil
	}
	return plan.Joined(plan.Balance(pieces, count, costs, keep, s.Config.Seed)), nil
}
