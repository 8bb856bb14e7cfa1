// Package workertest checks that a worker keeps the promises of
// [worker.Worker], so that a new kind of worker arrives tested.
package workertest

import (
	"context"
	"errors"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// A Subject is a kind of worker, and tests for it to run.
type Subject struct {
	// Start starts a worker for the tests. It must hand on the place.
	Start func(t *testing.T, place worker.Place) worker.Worker

	Tests []suite.Test // some that end by themselves, all of one kind
	Slow  suite.Test   // of the same kind and unit, takes a minute or longer
}

// Run checks every promise in a subtest of its own.
func Run(t *testing.T, s Subject) {
	t.Run("every test of a batch begins and ends once", s.endsOnce)
	t.Run("batches may repeat tests", s.repeats)
	t.Run("a process that is interrupted is killed at once", s.interrupted)
	t.Run("a test over its limit is charged with it", s.overLimit)
	t.Run("close is idempotent", s.closesTwice)
	t.Run("a keeper knows of processes as long as they live", s.kept)
}

func (s Subject) start(t *testing.T, k worker.Keeper) worker.Worker {
	t.Helper()
	w := s.Start(t, worker.Place{Worker: 1, Env: os.Environ(), TempDir: t.TempDir(), Keeper: k})
	t.Cleanup(func() {
		if _, err := w.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return w
}

// A witness watches what is reported.
type witness struct {
	t      *testing.T
	inside atomic.Bool
	began  map[suite.ID]int
	ended  map[suite.ID]int
}

func watch(t *testing.T) *witness {
	return &witness{t: t, began: map[suite.ID]int{}, ended: map[suite.ID]int{}}
}

func (w *witness) report(e worker.Event) {
	if !w.inside.CompareAndSwap(false, true) {
		w.t.Error("two reports at a time")
	}
	defer w.inside.Store(false)
	switch e := e.(type) {
	case worker.Began:
		w.began[e.Test]++
	case worker.Ended:
		w.end(e.Attempt)
	}
}

func (w *witness) end(a suite.Attempt) {
	if a.Outcome == "" {
		w.t.Errorf("%s ended without an outcome", a.Test)
	}
	if a.Parent == "" {
		w.ended[a.Test]++
		if w.ended[a.Test] > w.began[a.Test] {
			w.t.Errorf("%s ended before it began", a.Test)
		}
	} else if w.began[a.Test] > 0 {
		w.t.Errorf("the subtest %s began: only tests of the batch begin", a.Test)
	}
}

func (w *witness) check(tests []suite.Test, times int) {
	w.t.Helper()
	for _, x := range tests {
		if w.began[x.ID] != times || w.ended[x.ID] != times {
			w.t.Errorf("%s began %d times and ended %d times, want %d", x.ID, w.began[x.ID], w.ended[x.ID], times)
		}
	}
	if len(w.began) != len(tests) || len(w.ended) != len(tests) {
		w.t.Errorf("%d tests began and %d ended, want %d", len(w.began), len(w.ended), len(tests))
	}
}

func (s Subject) endsOnce(t *testing.T) {
	w, saw := s.start(t, nil), watch(t)
	if err := w.Run(t.Context(), worker.Batch{Tests: s.Tests}, saw.report); err != nil {
		t.Fatalf("Run: %v", err)
	}
	saw.check(s.Tests, 1)
}

func (s Subject) repeats(t *testing.T) {
	w, saw := s.start(t, nil), watch(t)
	for range 3 {
		if err := w.Run(t.Context(), worker.Batch{Tests: s.Tests}, saw.report); err != nil {
			t.Fatalf("Run: %v", err)
		}
	}
	saw.check(s.Tests, 3)
}

func (s Subject) interrupted(t *testing.T) {
	w := s.start(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	err := w.Run(ctx, worker.Batch{Tests: []suite.Test{s.Slow}}, func(e worker.Event) {
		if _, ok := e.(worker.Began); ok {
			cancel()
		}
	})
	var death *worker.Death
	if !errors.As(err, &death) || !death.Interrupted {
		t.Errorf("Run = %v, want a Death by interruption", err)
	}
}

func (s Subject) overLimit(t *testing.T) {
	w := s.start(t, nil)
	limit := func(suite.ID) time.Duration { return 300 * time.Millisecond }
	err := w.Run(t.Context(), worker.Batch{Tests: []suite.Test{s.Slow}, Limit: limit}, func(worker.Event) {})
	var death *worker.Death
	if !errors.As(err, &death) || death.Charged != s.Slow.ID || death.Outcome != suite.Timeout {
		t.Errorf("Run = %+v, want a Death that charges %s with a timeout", err, s.Slow.ID)
	}
}

func (s Subject) closesTwice(t *testing.T) {
	w := s.start(t, nil)
	if err := w.Run(t.Context(), worker.Batch{Tests: s.Tests[:1]}, func(worker.Event) {}); err != nil {
		t.Fatalf("Run: %v", err)
	}
	first, err := w.Close(t.Context())
	if err != nil {
		t.Fatalf("Close: %v", err)
	}
	second, err := w.Close(t.Context())
	if err != nil || first.Outcome != second.Outcome {
		t.Errorf("Close = %v, %v the second time, want %v", second, err, first)
	}
}

// A roll is a keeper that remembers.
type roll struct {
	mu            sync.Mutex
	known, gone   int
	live          map[int]bool
	releasedTwice bool
}

func (r *roll) Adopt(pid int) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known++
	r.live[pid] = true
	return nil
}

func (r *roll) Release(pid int) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.gone++
	r.releasedTwice = r.releasedTwice || !r.live[pid]
	delete(r.live, pid)
	return nil
}

func (s Subject) kept(t *testing.T) {
	keeper := &roll{live: map[int]bool{}}
	w := s.start(t, keeper)
	if err := w.Run(t.Context(), worker.Batch{Tests: s.Tests}, func(worker.Event) {}); err != nil {
		t.Fatalf("Run: %v", err)
	}
	if _, err := w.Close(t.Context()); err != nil {
		t.Fatalf("Close: %v", err)
	}
	keeper.mu.Lock()
	defer keeper.mu.Unlock()
	if keeper.known == 0 || keeper.gone != keeper.known || len(keeper.live) > 0 || keeper.releasedTwice {
		t.Errorf("the keeper adopted %d processes, released %d, and has %v left", keeper.known, keeper.gone, keeper.live)
	}
}
