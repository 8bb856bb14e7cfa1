package app

import (
	"sync"

	"github.com/ptr-project/ptr/suite"
)

// A witness sees how the tests of an order end, in the first process of the first
// worker.
type witness struct {
	attempts []suite.Attempt
	done     chan struct{} // closed when there is nothing more to see
	then     func()        // called then; nil is nothing

	mu   sync.Mutex
	next map[suite.ID][]int // positions of each test that have not ended
	left int
	died bool   // its process
	why  string // it did
	over bool
}

func newWitness(order suite.Order) *witness {
	w := &witness{attempts: make([]suite.Attempt, len(order)), done: make(chan struct{}), next: map[suite.ID][]int{}, left: len(order)}
	for i, id := range order {
		w.next[id] = append(w.next[id], i)
	}
	return w
}

func (w *witness) see(e suite.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := e.(type) {
	case suite.Began:
		if e.Worker == 1 && e.Process > 1 && !w.over {
			w.end()
		}
	case suite.Ended:
		positions := w.next[e.Test]
		if e.Worker != 1 || e.Process != 1 || e.Parent != "" || len(positions) == 0 || w.over {
			return
		}
		if w.died && e.Attempt.Outcome == suite.Unfinished { // nothing else was under way
			e.Attempt.Outcome, e.Attempt.Failure = suite.Crash, w.why
		}
		w.attempts[positions[0]] = e.Attempt
		w.next[e.Test] = positions[1:]
		if w.left--; w.left == 0 || w.died {
			w.end()
		}
	case suite.WorkerDied:
		// The test that it died of is said to have ended after that.
		if e.Worker == 1 && !w.died {
			w.died, w.why = true, e.Reason
		}
	}
}

func (w *witness) end() {
	w.over = true
	close(w.done)
	if w.then != nil {
		w.then()
	}
}
