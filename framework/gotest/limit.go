package gotest

import (
	"errors"
	"io"
	"time"

	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// startLimit is how long a process may take at least until its first test.
const startLimit = time.Minute

// A limit is the earliest time at which something has taken too long.
type limit struct {
	at   time.Time     // zero if there is none
	test suite.ID      // "" while no test has begun: then it is the process's start
	took time.Duration // the limit itself
}

// limit finds it, for a batch that was sent at a time. A test's time begins when
// it does, a parallel one's again when it is let run. A process that has begun
// none yet, and may be in TestMain, has its first test's time, or startLimit if
// that is longer: what a test may take says little about a start.
func (b *book) limit(batch worker.Batch, sent time.Time) limit {
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
	if b.begun == 0 {
		if allowed := batch.Limit(batch.Tests[0].ID); allowed > 0 {
			consider("", max(allowed, startLimit), sent)
		}
	}
	for _, r := range b.running {
		if !r.clock.IsZero() {
			id := idOf(b.unit, r.name)
			consider(id, batch.Limit(id), r.clock)
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
