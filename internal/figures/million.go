package figures

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/process"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// Million plans, runs and stores many tests. Its workers are simulated: they
// report every test as passed, at once. All else is what `ptr run` uses.
type Million struct {
	Tests, Units, Workers int
}

// A MillionResult is what the parts took.
type MillionResult struct {
	Plan, Begin, Run time.Duration // Begin is writing down the plan, Run includes storing what happened
	Passed           int
}

// Run measures in a temporary folder.
func (m Million) Run(ctx context.Context) (result MillionResult, err error) {
	dir, err := os.MkdirTemp("", "ptr-million-")
	if err != nil {
		return result, err
	}
	defer os.RemoveAll(dir)
	db, err := history.Open(ctx, filepath.Join(dir, "history.db"))
	if err != nil {
		return result, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()

	tests := m.tests()
	begin := time.Now()
	p := plan.Balance(plan.Pieces(tests), m.Workers, plan.Costs{Guess: time.Millisecond, Start: 10 * time.Millisecond}, nil, 1)
	result.Plan = time.Since(begin)

	begin = time.Now()
	recorder, err := m.begin(ctx, db, tests, p)
	if err != nil {
		return result, err
	}
	result.Begin = time.Since(begin)

	begin = time.Now()
	result.Passed, err = m.execute(ctx, p, recorder)
	result.Run = time.Since(begin)
	return result, errors.Join(err, recorder.Close())
}

func (m Million) tests() []suite.Test {
	tests := make([]suite.Test, m.Tests)
	for i := range tests {
		unit := fmt.Sprintf("example.com/million/u%04d", i*m.Units/m.Tests)
		tests[i] = suite.Test{ID: suite.ID(fmt.Sprintf("%s.Test%07d", unit, i)), Unit: unit, Kind: suite.KindTest}
	}
	return tests
}

func (m Million) begin(ctx context.Context, db *history.DB, tests []suite.Test, p plan.Plan) (*history.Recorder, error) {
	owner, err := process.MarkOf(os.Getpid())
	if err != nil {
		return nil, err
	}
	var lanes [][]suite.ID
	for _, lane := range p.Lanes {
		lanes = append(lanes, lane.Order())
	}
	return db.Begin(ctx, history.Run{Name: "million", Started: time.Now(), Workers: m.Workers, Owner: owner.String()}, tests, lanes)
}

func (m Million) execute(ctx context.Context, p plan.Plan, recorder *history.Recorder) (passed int, err error) {
	journal := run.NewJournal(
		func(events []suite.Event) error { return recorder.Record(ctx, events) },
		func(suite.Event) {},
		func(failed error) { err = failed },
	)
	x := &run.Executor{
		Start:    func(context.Context, string, worker.Place) (worker.Worker, error) { return simulated{}, nil },
		Lease:    nothing,
		Emit:     journal.Emit,
		MaxBatch: 1024,
	}
	begin := time.Now()
	result, failed := x.Run(ctx, p, nil)
	journal.Emit(suite.RunFinished{Time: time.Now(), Duration: time.Since(begin), Summary: result.Summary})
	journal.Close()
	return result.Summary.Passed, errors.Join(err, failed)
}

// simulated is a worker without a process.
type simulated struct{}

func (simulated) Run(_ context.Context, b worker.Batch, report func(worker.Event)) error {
	for _, t := range b.Tests {
		now := time.Now()
		report(worker.Began{Test: t.ID, Time: now})
		report(worker.Ended{Attempt: suite.Attempt{Test: t.ID, Outcome: suite.Pass, Start: now, Duration: time.Microsecond}})
	}
	return nil
}

func (simulated) Close(context.Context) (suite.UnitResult, error) {
	return suite.UnitResult{Outcome: suite.Pass}, nil
}

// nothing is a lease on nothing.
func nothing(context.Context, int, int) (run.Lease, error) {
	return run.Lease{Release: func(bool) error { return nil }}, nil
}
