package spoken

import (
	"time"

	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// A limit is the earliest time at which something has taken too long.
type limit struct {
	at   time.Time     // zero if there is none
	test suite.ID      // "" while none is under way: it starts, or tears something down
	took time.Duration // the limit itself
}

// limit finds it. A process none of whose tests is under way has the time of one,
// or startLimit if that is longer, since it was last heard: what a test may take
// says little about a start.
func (b *book) limit(batch worker.Batch) limit {
	if batch.Limit == nil {
		return limit{}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	var first limit
	consider := func(test suite.ID, allowed time.Duration, since time.Time) {
		at := since.Add(allowed)
		if allowed > 0 && (first.at.IsZero() || at.Before(first.at)) {
			first = limit{at, test, allowed}
		}
	}
	if len(b.running) == 0 && !b.done {
		if allowed := batch.Limit(batch.Tests[0].ID); allowed > 0 {
			consider("", max(allowed, startLimit), b.heard)
		}
	}
	for _, r := range b.running {
		consider(r.id, batch.Limit(r.id), r.heard)
	}
	return first
}

// when says when a process is in which no test is under way.
func (b *book) when() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.total == 0 {
		return "before its first test"
	}
	return "between tests"
}

// patience is how long nothing may happen before something is to be done.
func (w *Worker) patience(l limit) time.Duration {
	lull := w.book.lull()
	if l.at.IsZero() {
		return lull
	}
	return min(lull, max(0, time.Until(l.at))+time.Millisecond)
}

// lull is how long output is waited for.
func (b *book) lull() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.done && !b.marks {
		return unmarked
	}
	return silence
}

// orphan is why the worker can't say anything any more, though its process
// lives: mostly a test closed its pipes.
func (b *book) orphan() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.lost
}
