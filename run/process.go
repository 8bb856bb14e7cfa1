package run

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// A process is one worker process with what it lives on.
type process struct {
	*lane
	number   int
	unit     string
	stage    int // of the last assignment
	lease    Lease
	worker   worker.Worker
	started  time.Time
	begun    int // tests, over its whole life
	failed   bool
	forgiven bool // it was killed before its first test, and its unit is not to blame

	tests map[suite.ID]suite.Test // of the assignment that runs
	begin map[suite.ID]opening
	held  []suite.Attempt // ended, and waiting for the databases to be looked at
	lost  error           // that a database is, since when outcomes mean nothing
	spent bool            // a database cannot be restored: the next test wants another process
	owing bool            // nor can it while the tests share a transaction, as those of a class do
	group string          // of the last test, if it was looked at what that left

	broken error // how ptr has failed a test
}

// An opening is what is known of an attempt since its beginning.
type opening struct {
	number, position int
	time             time.Time
}

// open starts a process for tests of unit on fresh clones.
func (l *lane) open(ctx context.Context, unit string, anew bool) (*process, error) {
	l.processes++
	p := &process{lane: l, number: l.processes, unit: unit, started: time.Now()}
	var err error
	if p.lease, err = l.Lease(ctx, l.number, p.number); err != nil {
		return nil, fmt.Errorf("preparing worker %d: %w", l.number, err)
	}
	waited := time.Since(p.started)
	place := worker.Place{Worker: l.number, Env: p.lease.Env, TempDir: p.lease.TempDir, Seed: l.Seed, Keeper: l.Keeper, Closely: l.Closely, Anew: anew}
	if p.worker, err = l.Start(ctx, unit, place); err != nil {
		err = fmt.Errorf("starting worker %d for %s: %w", l.number, unit, err)
		return nil, errors.Join(err, p.lease.Release(false))
	}
	l.uses.expect(l.number)
	l.units.open(unit)
	l.Emit(suite.WorkerStarted{Worker: l.number, Process: p.number, Unit: unit, Clones: p.lease.Clones, Waited: waited})
	return p, nil
}

// takes reports whether p can run a: a process runs one unit, and its kinds
// one after the other.
func (p *process) takes(a assignment) bool {
	return p.unit == a.tests[0].Unit && p.stage <= a.tests[0].Kind.Stage()
}

// run runs a. It returns what was not begun because the process died, or is
// past tests of that kind, and whether it can go on.
func (p *process) run(ctx context.Context, a assignment) (rest []suite.Test, alive bool, err error) {
	p.stage = a.tests[0].Kind.Stage()
	p.tests = make(map[suite.ID]suite.Test, len(a.tests))
	p.begin = make(map[suite.ID]opening, len(a.tests))
	for _, t := range a.tests {
		p.tests[t.ID] = t
	}
	if p.Between != nil && p.begun > 0 {
		if err := p.Between(ctx, p.begun, p.lease, p.worker); err != nil {
			return nil, false, err
		}
	}
	batch := worker.Batch{Tests: a.tests, Limit: p.limit}
	err = p.worker.Run(ctx, batch, func(e worker.Event) { p.report(ctx, a, e) })
	if p.lost != nil {
		p.flush()
	} else if looked := p.look(ctx, a); looked != nil && err == nil {
		err = looked
	}
	if p.broken != nil {
		return nil, false, p.broken
	}
	if p.lost != nil && err == nil {
		p.Emit(suite.WorkerDied{Worker: p.lane.number, Process: p.number, Unit: p.unit, Reason: p.lost.Error()})
		return p.unbegun(a), false, nil
	}
	p.uses.glance(ctx, p.lane.number, p.lease.Watch)
	var death *worker.Death
	if errors.As(err, &death) {
		return p.bury(ctx, a, death), false, nil
	}
	if errors.Is(err, worker.ErrKindPassed) {
		return p.unbegun(a), false, nil
	}
	if p.spent {
		return p.unbegun(a), false, err
	}
	return nil, err == nil, err
}

func (p *process) limit(id suite.ID) time.Duration { return p.rules(p.tests[id]).Timeout }

// report passes on what the worker says.
func (p *process) report(ctx context.Context, a assignment, e worker.Event) {
	switch e := e.(type) {
	case worker.Began:
		p.begun++
		p.begin[e.Test] = opening{p.ledger.number(e.Test), p.begun - 1, e.Time}
		p.Emit(suite.Began{
			Test: e.Test, Worker: p.lane.number, Process: p.number, Time: e.Time,
			Usual: p.Costs.Tests[e.Test],
		})
	case worker.Ended:
		if e.Attempt.Outcome.Bad() && p.letDown() {
			e.Attempt.Outcome, e.Attempt.Failure = suite.Broken, p.broken.Error()
		}
		if e.Attempt.Outcome.Bad() && p.bereft(ctx, p.testOf(e.Attempt.Test, e.Attempt.Parent)) {
			e.Attempt.Outcome, e.Attempt.Failure = suite.Unfinished, p.lost.Error()
		}
		p.complete(a, e.Attempt)
	case worker.Noticed:
		p.Emit(suite.Warned{Text: e.Text})
	}
}

// testOf is the test of the assignment that id, or its parent, is or is a subtest of.
func (p *process) testOf(id, parent suite.ID) suite.ID {
	if p.tests[parent].ID != "" {
		return parent
	}
	for id != "" && p.tests[id].ID == "" {
		id = parentOf(id)
	}
	return id
}

// letDown reports whether a test that ends badly may have been let down by ptr.
func (p *process) letDown() bool {
	if p.broken == nil && p.lease.Broken != nil {
		p.broken = p.lease.Broken()
	}
	return p.broken != nil
}

// bereft reports whether a test that ends badly may have done so because its
// database is lost. A test that this happens to again is perhaps to blame itself.
func (p *process) bereft(ctx context.Context, id suite.ID) bool {
	if p.lost == nil && p.lease.Lost != nil {
		p.lost = p.lease.Lost(ctx)
	}
	return p.lost != nil && p.begin[id].number == 1
}

// complete adds to an attempt what the worker does not know, and passes it on.
func (p *process) complete(a assignment, attempt suite.Attempt) {
	begin := p.begin[p.testOf(attempt.Test, attempt.Parent)]
	attempt.Unit, attempt.Cause = p.unit, a.cause
	attempt.Number, attempt.Position = begin.number, begin.position
	attempt.Worker, attempt.Process = p.lane.number, p.number
	attempt.Leaks = p.lease.withoutClones(attempt.Leaks)
	if attempt.Outcome == suite.Unfinished {
		p.Emit(suite.Ended{Attempt: attempt}) // and it is run again
		return
	}
	if attempt.Parent == "" && p.isolated() {
		p.held = append(p.held, attempt)
		return
	}
	p.settle(attempt)
}

// settle emits an attempt and, if it is one of a whole test, enters it in the
// books and has the test run again where that is due.
func (p *process) settle(attempt suite.Attempt) {
	p.Emit(suite.Ended{Attempt: attempt})
	if attempt.Parent != "" {
		return
	}
	t := p.tests[attempt.Test]
	delete(p.tests, t.ID)
	p.schedule.observe(p.unit, attempt.Duration)
	p.failed = p.failed || attempt.Outcome.Bad()
	again, stop := p.ledger.enter(t, attempt)
	if d := p.ledger.unsolved(attempt); d != nil {
		p.units.note(suite.UnitResult{
			Unit: p.unit, Outcome: suite.Fail, Output: d.output,
			Reason: "worker died: " + d.reason + "; what was under way passed alone: " + d.named(),
		})
	}
	if stop {
		p.schedule.stop(false)
	}
	rerun := p.schedule.again
	if attempt.Cause == suite.Diagnosis {
		rerun = p.schedule.undisturbed
	}
	if again == "" || !rerun(t, again) {
		p.units.expect(p.unit, -1)
	}
}

// close ends the process and gives back what it lived on.
func (p *process) close(ctx context.Context) error {
	if p.begun > 0 {
		p.uses.look(ctx, p.lane.number, p.lease.Watch)
	}
	result, err := p.worker.Close(ctx)
	if p.forgiven {
		result.Outcome, result.Reason, result.Output = suite.Pass, "", nil
	}
	result.Unit = p.unit
	result.Left = append(p.lease.leftWithoutClones(result.Left), p.leftInTheEnd(ctx)...)
	p.units.close(result, time.Since(p.started))
	return errors.Join(err, p.lease.Release(p.failed))
}
