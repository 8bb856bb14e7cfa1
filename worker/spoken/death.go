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
	startLimit = 3 * time.Minute        // how long a process may take at least until its first test, and between two
)

// bury reports what had ended before the process did, and says of what it died.
func (w *Worker) bury(report func(worker.Event)) error {
	w.drain()
	if w.book.finished(true) {
		w.pass(report)
		return nil
	}
	if err := w.refusal(); err != nil {
		return err
	}
	return w.die(report, worker.Death{Reason: w.child.State().Text, Killed: w.child.State().Killed})
}

// timeout ends a process one of whose tests has taken too long.
func (w *Worker) timeout(l limit, report func(worker.Event)) error {
	w.child.Quit()
	w.await(parting)
	d := worker.Death{Reason: fmt.Sprintf("timed out after %v", l.took), Charged: l.test, Outcome: suite.Timeout}
	if l.test == "" {
		d.Reason += " " + w.book.when()
	}
	return w.die(report, d)
}

func (w *Worker) interrupt(ctx context.Context, report func(worker.Event)) error {
	w.await(0)
	return w.die(report, worker.Death{Reason: context.Cause(ctx).Error(), Interrupted: true})
}

// disown ends a process that can't be heard any more.
func (w *Worker) disown(report func(worker.Event), why error) error {
	w.await(0)
	d := worker.Death{Reason: "a test closed descriptors that weren't its own"}
	if !errors.Is(why, io.EOF) {
		d.Reason = "its messages can't be read: " + why.Error()
	}
	return w.die(report, d)
}

// await waits for the process to end by itself, which it reports, then kills it.
func (w *Worker) await(grace time.Duration) (ended bool) {
	select {
	case <-w.child.Exited():
		ended = true
	case <-time.After(grace):
		w.child.Kill()
		<-w.child.Exited()
	}
	w.drain()
	return ended
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
