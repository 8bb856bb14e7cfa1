package spoken

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

const (
	lastWords  = 64 << 10               // how much of a process's output is told with its death
	straggle   = 300 * time.Millisecond // how long output may come from those whom it left behind
	startLimit = 3 * time.Minute        // how long a process may take at least until its first test
)

// bury reports what had ended before the process did, and says of what it died.
func (w *Worker) bury(report func(worker.Event)) error {
	w.drain()
	if w.book.finished(true) {
		w.pass(report)
		return nil
	}
	if text := w.book.refusal(); text != "" {
		return errors.New(text)
	}
	return w.die(report, worker.Death{Reason: w.child.State().String(), Killed: w.child.Killed()})
}

// timeout ends a process one of whose tests has taken too long.
func (w *Worker) timeout(l limit, report func(worker.Event)) error {
	w.child.Quit()
	w.await(parting)
	d := worker.Death{Reason: fmt.Sprintf("timed out after %v", l.took), Charged: l.test, Outcome: suite.Timeout}
	if l.test == "" {
		d.Reason += " before its first test"
	}
	return w.die(report, d)
}

func (w *Worker) interrupt(ctx context.Context, report func(worker.Event)) error {
	w.await(0)
	return w.die(report, worker.Death{Reason: context.Cause(ctx).Error(), Interrupted: true})
}

func (w *Worker) disown(report func(worker.Event)) error {
	w.await(0)
	return w.die(report, worker.Death{Reason: "a test closed descriptors that weren't its own"})
}

// await waits for the process to end by itself, then kills it.
func (w *Worker) await(grace time.Duration) {
	select {
	case <-w.child.Exited():
	case <-time.After(grace):
		w.child.Kill()
		<-w.child.Exited()
	}
	w.drain()
}

// drain waits until all that the process printed has been read. Descendants that
// left its group may hold the pipe: they are not waited for.
func (w *Worker) drain() {
	select {
	case <-w.drained:
	case <-time.After(straggle):
		w.child.Close()
		<-w.drained
	}
}

// die completes d, whose process is gone and read to the end.
func (w *Worker) die(report func(worker.Event), d worker.Death) error {
	b := w.book
	b.mu.Lock()
	b.closeSettled()
	d.Output = b.lastWords()
	for _, r := range b.running {
		d.UnderWay = append(d.UnderWay, r.id)
		if r.issued.Total() > 0 {
			if d.Statements == nil {
				d.Statements = map[suite.ID][]suite.Statement{}
			}
			d.Statements[r.id] = r.issued.List(time.Since(r.start))
		}
	}
	b.mu.Unlock()
	w.pass(report)
	w.death = &d
	return w.death
}

// lastWords are what the process printed since the first of the tests that are
// under way began.
func (b *book) lastWords() []byte {
	first := 0
	if len(b.running) > 0 {
		first = b.running[0].printed.from
	}
	return b.recent.End(min(lastWords, b.recent.Len()-first))
}

// A limit is the earliest time at which something has taken too long.
type limit struct {
	at   time.Time     // zero if there is none
	test suite.ID      // "" while no test has begun: then it is the process's start
	took time.Duration // the limit itself
}

// limit finds it, for a batch that was sent at a time. A process that has begun
// no test yet has its first one's time, or startLimit if that is longer: what a
// test may take says little about a start.
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
	if b.total == 0 {
		if allowed := batch.Limit(batch.Tests[0].ID); allowed > 0 {
			consider("", max(allowed, startLimit), sent)
		}
	}
	for _, r := range b.running {
		consider(r.id, batch.Limit(r.id), r.start)
	}
	return first
}

// patience is how long nothing may happen before something is to be done.
func patience(l limit) time.Duration {
	if l.at.IsZero() {
		return silence
	}
	return min(silence, max(0, time.Until(l.at))+time.Millisecond)
}

// orphan reports whether the worker can't say anything any more, though its
// process lives: a test closed its pipes.
func (b *book) orphan() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return errors.Is(b.lost, io.EOF)
}
