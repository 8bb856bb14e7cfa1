package flaky_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/flaky/simulation"
	"github.com/ptr-project/ptr/suite"
)

// A test that needs what only one process can have fails in trials that run beside each
// other, alone too: it is neither called nondeterministic nor brittle for that.
func TestWhatOnlyOneCanHaveNeedsNeighbours(t *testing.T) {
	s := simulation.New(20, 21)
	victim := s.Tests[4].ID
	var port sync.Mutex
	serve := func() bool {
		if !port.TryLock() {
			return false
		}
		defer port.Unlock()
		time.Sleep(5 * time.Millisecond)
		return true
	}
	o := s.Options(20, 21)
	o.Plain.Probe = func(ctx context.Context, trial suite.Trial) ([]suite.Attempt, error) {
		over := make(chan struct{})
		var lanes sync.WaitGroup
		for _, lane := range trial.Beside {
			lanes.Go(func() { runOver(lane, victim, serve, over) })
		}
		attempts, err := s.Probe(ctx, trial)
		for i := range attempts {
			if attempts[i].Test != victim {
				continue
			}
			time.Sleep(time.Millisecond) // between tests others get a chance
			if !serve() {
				attempts[i].Outcome, attempts[i].Failure = suite.Fail, "bind: address already in use"
			}
		}
		close(over)
		lanes.Wait()
		return attempts, err
	}
	r := search(t, o)
	if got := resultOf(r, victim); len(r.Flaky) != 1 || got.Kind != flaky.NeedsNeighbours {
		t.Errorf("%s is %q: %s", victim, got.Kind, got.Why)
	}
}

// runOver runs a lane over and over.
func runOver(lane suite.Order, victim suite.ID, serve func() bool, over chan struct{}) {
	for {
		for _, id := range lane {
			select {
			case <-over:
				return
			default:
			}
			if id == victim {
				serve()
			}
		}
	}
}
