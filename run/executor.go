// Package run turns a plan into attempts: it hands tests to workers, replaces
// those that die, runs again alone what must be, and says what happened, as
// events.
package run

import (
	"context"
	"sync"
	"time"

	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// An Executor runs plans on local workers. All fields but those marked
// optional must be set; they are not changed.
type Executor struct {
	// Start spawns a process for tests of unit.
	Start func(ctx context.Context, unit string, place worker.Place) (worker.Worker, error)

	// Lease gives a process its clones, its temporary directory and its
	// environment. Every process gets fresh ones.
	Lease func(ctx context.Context, worker, process int) (Lease, error)

	// Emit takes the events of the run; it is called by many goroutines.
	Emit func(suite.Event)

	// Unused is told, once, some seconds into the run, of the aliases whose clones
	// no process was seen to use so far. Optional.
	Unused func(aliases []string)

	Costs    plan.Costs             // what tests are expected to take
	Rules    func(suite.Test) Rules // optional: rules of single tests
	Together func(suite.Test) bool  // optional: tests that are never stolen apart

	Seed      uint64
	Isolation Isolation // optional: between tests nothing is done
	MaxBatch  int       // most tests that a worker takes at once; at least 1
	FailFast  int       // optional: stop after so many failed tests
	Diagnose  bool      // run failed tests once more, alone
	Repeated  bool      // the plan has tests more than once
	NoSteal   bool      // idle workers do not take over what was planned for others

	Keeper  worker.Keeper // optional: told of every process
	Closely bool          // as of [worker.Place]
	Anew    bool          // as well
	Spared  int           // optional: but once so many tests were diagnosed, not those of further ones

	// Between is called before each test but the first of a process, of which so many have
	// begun, if tests are handed out one at a time. Optional.
	Between func(ctx context.Context, begun int, l Lease, w worker.Worker) error
}

// Rules are what applies to one test. The zero Rules limit nothing.
type Rules struct {
	Timeout time.Duration // 0: none
	Retries int           // how often a failure is run again before it counts
	Group   string        // no two tests of a group run at the same time; "": no group
	Excused bool          // its failure stops nothing
}

// Isolation is what is done between two tests of a process. Both Verify and
// Restore run one test at a time in each process.
type Isolation string

// The isolations.
const (
	None    Isolation = "none"    // nothing
	Verify  Isolation = "verify"  // say what the test left changed in its databases
	Restore Isolation = "restore" // put it back, too
)

// A Result is what became of a run.
type Result struct {
	Summary   suite.Summary
	Failed    []suite.ID                 // in the order in which they failed
	Verdicts  map[suite.ID]suite.Verdict // of every test of the plan
	LaneTimes []time.Duration            // by worker, until its last test had ended
	Stopped   bool                       // by the caller or by FailFast, before everything had run
	Unused    []string                   // aliases whose clones no process was seen to use, sorted
}

// Run runs p and returns when every process is gone. Closing stop lets what
// runs finish and hands out nothing more; the end of ctx kills what runs.
// The error says that ptr failed, not a test.
func (x *Executor) Run(ctx context.Context, p plan.Plan, stop <-chan struct{}) (Result, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	s := newSchedule(p, x)
	ledger := newLedger(x, len(p.Lanes) > 1)
	units := newUnits(p, x.Emit)
	go func() {
		select {
		case <-stop:
		case <-ctx.Done():
		}
		s.stop(true)
	}()

	times := make([]time.Duration, len(p.Lanes))
	uses := newUses(x.Unused)
	var running sync.WaitGroup
	lanes := make([]*lane, len(p.Lanes))
	for i := range p.Lanes {
		l := &lane{Executor: x, number: i + 1, schedule: s, ledger: ledger, units: units, uses: uses}
		lanes[i] = l
		running.Go(func() {
			begin := time.Now()
			if err := l.loop(ctx); err != nil {
				cancel(err)
			}
			times[i] = l.lastEnd.Sub(begin)
		})
	}
	running.Wait()
	if len(lanes) > 0 && ctx.Err() == nil {
		if err := lanes[0].undisturbed(ctx); err != nil {
			cancel(err)
		}
	}
	units.endAll()

	result := ledger.result(p, units)
	result.LaneTimes, result.Unused, result.Stopped = times, uses.list(), s.wasStopped()
	if err := context.Cause(ctx); err != nil && err != context.Canceled {
		return result, err
	}
	return result, nil
}

// rules are those of t, if any are set.
func (x *Executor) rules(t suite.Test) Rules {
	if x.Rules == nil {
		return Rules{}
	}
	return x.Rules(t)
}
