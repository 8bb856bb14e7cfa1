package flakes

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
)

// A sweeper runs whole orders. What a test that kills its process leaves undone is run in
// another. Orders that have names are kept by the history, each as a run of its own.
type sweeper struct {
	*app.Prober
	condition string   // the perturbations that are in force; "" if none
	env       []string // of its processes, beside that of the suite's
	kept      kept     // IDs of the runs that the history has of it

	// keep is what is kept of an attempt; nil is what a search asks for.
	keep func(suite.Attempt) suite.Attempt
}

// kept are names that goroutines gather.
type kept struct {
	mu    sync.Mutex
	names []string
}

func (k *kept) add(name string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.names = append(k.names, name)
}

func (k *kept) list() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.names)
}

// probe is a [suite.Probe]. Of a test whose process died of it, the attempt is the crash.
func (s *sweeper) probe(ctx context.Context, t suite.Trial) ([]suite.Attempt, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	p, begin, sweep := s.Plan(t), time.Now(), newSweep(t.Order, s.keep)
	if t.Name == "" {
		_, err := s.executor(len(p.Lanes), t, sweep.see).Run(ctx, p, sweep.done)
		return sweep.attempts, err
	}
	recorder, err := s.record(ctx, t, p, begin)
	if err != nil {
		return nil, err
	}
	journal := run.NewJournal(
		func(events []suite.Event) error { return recorder.Record(context.WithoutCancel(ctx), events) },
		func(suite.Event) {},
		func(err error) { cancel(fmt.Errorf("recording results: %w", err)) },
	)
	x := s.executor(len(p.Lanes), t, func(e suite.Event) {
		sweep.see(e)
		journal.Emit(e)
	})
	result, err := x.Run(ctx, p, sweep.done)
	journal.Emit(suite.RunFinished{
		Time: time.Now(), Duration: time.Since(begin), Interrupted: ctx.Err() != nil, Cause: app.Cause(err), Summary: result.Summary,
	})
	journal.Close()
	if err == nil && ctx.Err() == nil {
		s.kept.add(recorder.Run().ID)
	}
	return sweep.attempts, errors.Join(invocation.Blame(err), recorder.Close())
}

// executor is what runs a trial on so many workers.
func (s *sweeper) executor(workers int, t suite.Trial, emit func(suite.Event)) *run.Executor {
	x := s.Executor(workers, emit)
	x.Anew = x.Anew || t.Anew
	lease := x.Lease
	x.Lease = func(ctx context.Context, worker, process int) (run.Lease, error) {
		l, err := lease(ctx, worker, process)
		l.Env = append(l.Env, s.env...)
		return l, err
	}
	return x
}

// record begins the history of a trial.
func (s *sweeper) record(ctx context.Context, t suite.Trial, p plan.Plan, begin time.Time) (*history.Recorder, error) {
	started := suite.RunStarted{
		Name: s.Session.Name, Framework: s.Session.Framework.Name(), Root: s.Session.Root, Time: begin,
		Seed: p.Seed, Workers: len(p.Lanes),
	}
	seen := map[suite.ID]bool{}
	for _, id := range t.Order {
		if test, ok := s.Tests[id]; ok && !seen[id] {
			seen[id], started.Tests = true, append(started.Tests, test)
		}
	}
	recorder, err := s.Session.RecordAs(ctx, &started, p, flaky.OrderPrefix+t.Name, s.condition)
	if err != nil {
		return nil, err
	}
	if err := recorder.Record(context.WithoutCancel(ctx), []suite.Event{started}); err != nil {
		return nil, errors.Join(err, recorder.Close())
	}
	return recorder, nil
}

// A sweep sees how the tests of an order end, in whichever process.
type sweep struct {
	attempts []suite.Attempt
	done     chan struct{} // closed when all have ended
	keep     func(suite.Attempt) suite.Attempt

	mu   sync.Mutex
	next map[suite.ID][]int // positions of each test that have not ended
	left int
}

func newSweep(order suite.Order, keep func(suite.Attempt) suite.Attempt) *sweep {
	if keep == nil {
		keep = lean
	}
	s := &sweep{attempts: make([]suite.Attempt, len(order)), done: make(chan struct{}), keep: keep, next: map[suite.ID][]int{}, left: len(order)}
	for i, id := range order {
		s.next[id] = append(s.next[id], i)
	}
	return s
}

func (s *sweep) see(e suite.Event) {
	ended, ok := e.(suite.Ended)
	if !ok || ended.Parent != "" || ended.Worker != 1 || ended.Outcome == suite.Unfinished {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	positions := s.next[ended.Test]
	if len(positions) == 0 {
		return
	}
	s.attempts[positions[0]] = s.keep(ended.Attempt)
	s.next[ended.Test] = positions[1:]
	if s.left--; s.left == 0 {
		close(s.done)
	}
}

// lean is an attempt without what nobody asks of one that ended well, lest a thousand
// orders of a big suite fill the memory.
func lean(a suite.Attempt) suite.Attempt {
	if a.Outcome.Good() {
		a.Output, a.Leaks, a.Changes = nil, nil, nil
	}
	return a
}
