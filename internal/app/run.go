package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/process"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
)

// Run runs a suite and returns the exit status. The error says that the caller
// or ptr is wrong, not a test.
func Run(ctx context.Context, streams Streams, o Options) (int, error) {
	return perform(ctx, streams, o, balanced)
}

// A planner makes the plan of a run.
type planner func(ctx context.Context, s *Session, tests []suite.Test, costs plan.Costs) (plan.Plan, error)

// perform is what run and replay have in common.
func perform(ctx context.Context, streams Streams, o Options, planned planner) (status int, err error) {
	s, err := Open(streams, o)
	if err != nil {
		return PtrFailed, err
	}
	defer func() {
		closed := s.Close() // an earlier error is mostly why this fails, too
		err = homeless(cmp.Or(err, closed))
	}()
	ctx, user := interruptible(ctx, streams, o.RunTimeout)
	defer user.finish()
	if s.Config.Seed == 0 {
		s.Config.Seed = 1 + rand.Uint64N(9999)
	}
	listing, tests, sets, err := s.setUp(ctx)
	if err != nil {
		return PtrFailed, Because(ctx, err)
	}
	costs, err := s.costs(ctx)
	if err != nil {
		return PtrFailed, err
	}
	p, err := planned(ctx, s, tests, costs)
	if err != nil {
		return PtrFailed, err
	}
	user.begin()
	return s.execute(ctx, user.stop, listing, p, costs, sets)
}

// setUp builds the suite and prepares its databases, side by side.
func (s *Session) setUp(ctx context.Context) (listing framework.Listing, tests []suite.Test, sets []set, err error) {
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
			return plan.Plan{}, Usage(err, "--shard 2/3 is the second of three parts")
		}
		pieces = shard.Of(pieces, costs, keep)
	}
	count = max(1, min(count, len(tests)))
	if s.NoBalance {
		return plan.Joined(plan.Whole(pieces, count, costs)), nil
	}
	return plan.Joined(plan.Balance(pieces, count, costs, keep, s.Config.Seed)), nil
}

// execute runs p and returns the exit status that its result calls for.
func (s *Session) execute(ctx context.Context, stop <-chan struct{}, listing framework.Listing, p plan.Plan, costs plan.Costs, sets []set) (int, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	begin := time.Now()
	landlord, err := s.house(sets, p)
	if err != nil {
		return PtrFailed, err
	}
	started := s.started(listing, p, costs, begin)
	recorder, err := s.record(ctx, &started, p)
	if err != nil {
		return PtrFailed, err
	}
	reporters, err := s.reporters()
	if err != nil {
		return PtrFailed, errors.Join(err, recorder.Close())
	}
	landlord.suite, landlord.run = s.Name, recorder.Run().ID
	journal := run.NewJournal(
		func(events []suite.Event) error { return recorder.Record(context.WithoutCancel(ctx), events) },
		reporters.show,
		func(err error) { cancel(fmt.Errorf("recording results: %w", err)) },
	)
	journal.Emit(started)
	for _, event := range append(s.Unperturbed(), opening(listing, sets)...) {
		journal.Emit(event)
	}
	company, podium := newCompany(), &podium{places: s.Durations}
	x := s.executor(landlord, costs, func(e suite.Event) {
		company.see(e)
		podium.see(e)
		journal.Emit(e)
	})
	if s.whole() { // else those that use them perhaps don't run
		x.Unused = func(names []string) {
			if names = s.counter.without(names); len(names) > 0 {
				journal.Emit(landlord.warnUnused(names))
			}
		}
	}
	result, err := x.Run(ctx, p, stop)
	result.Summary.Units += failedUnits(listing.Results)
	err = Because(ctx, err)
	interrupted := result.Stopped && s.FailFast == 0 || ctx.Err() != nil
	if err == nil && s.coverage != "" {
		err = s.mergeCoverage(ctx)
	}
	notes := s.notes(result, listing, p, costs, landlord)
	notes = append(notes, s.dependents(ctx, recorder.Run(), started.Tests, company, result)...)
	notes = append(notes, s.explainedBefore(ctx, result)...)
	notes = append(notes, podium.notes()...)
	notes = append(notes, s.quarantined(result, time.Now())...)
	if s.Timing {
		notes = append(notes, s.timing(sets)...)
	}
	journal.Emit(suite.RunFinished{
		Time: time.Now(), Duration: time.Since(begin), Interrupted: interrupted, Cause: Cause(err),
		Summary: result.Summary, Notes: notes,
	})
	journal.Close()
	err = errors.Join(err, reporters.close(), recorder.Close())
	return s.status(result, interrupted), err
}

// started is the first event of the run.
func (s *Session) started(listing framework.Listing, p plan.Plan, costs plan.Costs, now time.Time) suite.RunStarted {
	e := suite.RunStarted{
		Name: s.Name, Framework: s.Framework.Name(), Root: s.Root, Time: now,
		Seed: s.Config.Seed, Workers: len(p.Lanes), Units: listing.Units, SetUp: s.phases, Perturbed: s.Perturbed(),
	}
	for _, lane := range p.Lanes {
		for _, piece := range lane {
			e.Tests = append(e.Tests, piece.Tests...)
		}
	}
	if len(costs.Tests) > 0 {
		e.Estimate = p.Length(costs)
	}
	return e
}

// record begins the run's history.
func (s *Session) record(ctx context.Context, started *suite.RunStarted, p plan.Plan) (*history.Recorder, error) {
	return s.RecordAs(ctx, started, p, s.Order, s.Condition())
}

// RecordAs begins the history of a run of this order under these perturbations.
func (s *Session) RecordAs(ctx context.Context, started *suite.RunStarted, p plan.Plan, order, condition string) (*history.Recorder, error) {
	owner, err := process.MarkOf(os.Getpid())
	if err != nil {
		return nil, err
	}
	var lanes [][]suite.ID
	for _, lane := range p.Lanes {
		lanes = append(lanes, lane.Order())
	}
	recorder, err := s.DB.Begin(ctx, history.Run{
		Name: started.Name, Framework: started.Framework, Revision: Revision(ctx, s.Root), Dir: s.Root,
		Args: s.Typed, Order: order, Condition: condition, Seed: started.Seed, Workers: started.Workers,
		Owner: owner.String(), Started: started.Time,
	}, started.Tests, lanes)
	if err != nil {
		return nil, Failure(fmt.Errorf("beginning the run's history: %w", err), "")
	}
	started.Run = recorder.Run().ID
	return recorder, nil
}

// opening are the events of what was known before anything ran.
func opening(listing framework.Listing, sets []set) []suite.Event {
	var events []suite.Event
	for _, a := range sets {
		for _, warning := range a.template.Warnings {
			events = append(events, warning)
		}
	}
	for _, note := range listing.Notes {
		events = append(events, note)
	}
	for _, result := range listing.Results {
		events = append(events, suite.UnitEnded{UnitResult: result})
	}
	return events
}

func failedUnits(results []suite.UnitResult) int {
	n := 0
	for _, r := range results {
		if !r.Outcome.Good() {
			n++
		}
	}
	return n
}

// status is the exit status for a result.
func (s *Session) status(r run.Result, interrupted bool) int {
	switch {
	case interrupted:
		return Interrupted
	case r.Summary.Broken > 0:
		return PtrFailed
	case s.counted(r, suite.Failed) > 0 || r.Summary.Units > 0 || s.Flaky == "fail" && s.counted(r, suite.Flaky) > 0:
		return TestsFailed
	}
	return OK
}
