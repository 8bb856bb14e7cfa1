package gotest

import (
	"errors"
	"io"
	"time"

	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// A limit is the earliest time at which something has taken too long.
type limit struct {
	at   time.Time     // zero if there is none
	test suite.ID      // "" while no test has begun: then it is the process's start
	took time.Duration // the limit itself
}

// limit finds it, for a batch that was sent at a time. A test's time begins when
// it does, a parallel one's again when it is let run; that of a process that has
// begun none yet is its first test's.
func (b *book) limit(batch worker.Batch, sent time.Time) limit {
	if batch.Limit == nil {
		return limit{}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	var first limit
	consider := func(test, of suite.ID, since time.Time) {
		allowed := batch.Limit(of)
		at := since.Add(allowed)
		if allowed > 0 && (first.at.IsZero() || at.Before(first.at)) {
			first = limit{at, test, allowed}
		}
	}
	if b.begun == 0 {
		consider("", batch.Tests[0].ID, sent)
	}
	for _, r := range b.running {
		if !r.clock.IsZero() {
			id := idOf(b.unit, r.name)
			consider(id, id, r.clock)
		}
	}
	return first
}

// isDone reports whether the worker says that the batch is over.
func (b *book) isDone() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.done
}

// orphan reports whether the worker can't say anything any more, though its
// process lives: a test closed its pipes.
func (b *book) orphan() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return errors.Is(b.lost, io.EOF)
}
