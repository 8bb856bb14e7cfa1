package run_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// A script is a fake suite: it says what each test does. Real processes are
// driven by the tests of the frameworks.
type script struct {
	does map[suite.ID]func(*scripted, worker.Batch, func(worker.Event)) *worker.Death

	mu     sync.Mutex
	events []suite.Event
	starts []string // units, in the order in which processes were started
	anew   []bool   // whether these were to start by themselves
}

// scripted is a worker that follows a script.
type scripted struct {
	*script
	unit   string
	ran    []suite.ID // in this process
	result suite.UnitResult
}

func (s *script) start(_ context.Context, unit string, place worker.Place) (worker.Worker, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.starts, s.anew = append(s.starts, unit), append(s.anew, place.Anew)
	return &scripted{script: s, unit: unit, result: suite.UnitResult{Outcome: suite.Pass}}, nil
}

func (w *scripted) Run(ctx context.Context, b worker.Batch, report func(worker.Event)) error {
	for _, t := range b.Tests {
		if ctx.Err() != nil {
			return &worker.Death{Reason: "signal: killed", Interrupted: true}
		}
		w.ran = append(w.ran, t.ID)
		does, ok := w.does[t.ID]
		if !ok {
			does = passes
		}
		if death := does(w, worker.Batch{Tests: []suite.Test{t}}, report); death != nil {
			return death
		}
	}
	return nil
}

func (w *scripted) Close(context.Context) (suite.UnitResult, error) { return w.result, nil }

func passes(_ *scripted, b worker.Batch, report func(worker.Event)) *worker.Death {
	return ends(b.Tests[0].ID, suite.Pass, report)
}

func fails(_ *scripted, b worker.Batch, report func(worker.Event)) *worker.Death {
	return ends(b.Tests[0].ID, suite.Fail, report)
}

// failsAfter fails if another test has run in the same process.
func failsAfter(polluter suite.ID) func(*scripted, worker.Batch, func(worker.Event)) *worker.Death {
	return func(w *scripted, b worker.Batch, report func(worker.Event)) *worker.Death {
		for _, id := range w.ran {
			if id == polluter {
				return fails(w, b, report)
			}
		}
		return passes(w, b, report)
	}
}

// exits ends the process in the middle of the test.
func exits(_ *scripted, b worker.Batch, report func(worker.Event)) *worker.Death {
	id := b.Tests[0].ID
	report(worker.Began{Test: id, Time: time.Now()})
	return &worker.Death{Reason: "exit status 3", UnderWay: []suite.ID{id}}
}

// panics ends the process, and its stack tells whose fault it is.
func panics(_ *scripted, b worker.Batch, report func(worker.Event)) *worker.Death {
	id := b.Tests[0].ID
	report(worker.Began{Test: id, Time: time.Now()})
	return &worker.Death{Reason: "panic: boom", UnderWay: []suite.ID{id}, Charged: id, Outcome: suite.Crash}
}

func ends(id suite.ID, outcome suite.Outcome, report func(worker.Event)) *worker.Death {
	report(worker.Began{Test: id, Time: time.Now()})
	report(worker.Ended{Attempt: suite.Attempt{Test: id, Outcome: outcome, Start: time.Now(), Duration: time.Millisecond}})
	return nil
}

func (s *script) emit(e suite.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = append(s.events, e)
}

// executor runs s with one lease for everybody.
func (s *script) executor() *run.Executor {
	return &run.Executor{
		Start: s.start,
		Lease: func(context.Context, int, int) (run.Lease, error) {
			return run.Lease{Release: func(bool) error { return nil }}, nil
		},
		Emit:     s.emit,
		MaxBatch: 10,
		Diagnose: true,
	}
}

// execute runs tests on one worker in their order.
func (s *script) execute(t *testing.T, x *run.Executor, tests ...suite.Test) run.Result {
	t.Helper()
	result, err := x.Run(t.Context(), plan.Plan{Lanes: []plan.Lane{plan.Pieces(tests)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// attempts are what was said of whole tests, as "test cause outcome".
func (s *script) attempts() []string {
	var said []string
	for _, e := range s.events {
		if ended, ok := e.(suite.Ended); ok && ended.Parent == "" {
			said = append(said, string(ended.Test)+" "+string(ended.Cause)+" "+string(ended.Outcome))
		}
	}
	return said
}

func named(names ...string) []suite.Test {
	var tests []suite.Test
	for _, name := range names {
		tests = append(tests, suite.Test{ID: suite.ID(name), Unit: "u", Kind: suite.KindTest})
	}
	return tests
}

// A ledgerless watcher: every test leaves one row.
type oneRow struct {
	restored int
	fails    error // to be restored
}

func (w *oneRow) Used(context.Context) (bool, error) { return true, nil }
func (w *oneRow) Changes(context.Context, int) ([]suite.Change, error) {
	return []suite.Change{{Where: "people", New: "1"}}, nil
}
func (w *oneRow) Restore(context.Context) error { w.restored++; return w.fails }
func (w *oneRow) Close() error                  { return nil }

var _ clone.Watcher = (*oneRow)(nil)

// blinded sees nothing while its session has ended, and else that nothing is changed.
type blinded struct {
	oneRow
	blind bool
}

func (w *blinded) Changes(context.Context, int) ([]suite.Change, error) {
	if w.blind {
		return nil, clone.ErrSession
	}
	return nil, nil
}
