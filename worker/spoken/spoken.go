// Package spoken runs tests in a process that speaks all of docs/protocol.md by
// itself, whatever it is written in.
package spoken

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

const (
	silence  = 2 * time.Second      // how long output is waited for when the worker has said that a batch is over
	unmarked = 5 * time.Millisecond // the same for a worker that doesn't mark the end of it
	parting  = 5 * time.Second      // how long a process may take to print its stacks
)

// A Worker is one such process, with the tests of one unit. Their IDs are the
// names that the process gives them.
type Worker struct {
	unit  string
	quiet time.Duration // of Options
	deeds bool          // can be undone, as of Options
	child *worker.Child
	book  *book
	kind  suite.Kind
	batch int
	over  time.Time // when the batch was said to be over

	readers sync.WaitGroup
	drained chan struct{} // both pipes have been read to their ends
	death   *worker.Death
	closed  bool
	result  suite.UnitResult // once closed
}

// Options say what a process is started for.
type Options struct {
	Unit  string
	Nonce string           // of the marks in its output, and of this process only
	Quiet time.Duration    // how long it may say nothing when it is asked about its suite; 0: any time
	Init  protocol.Message // the first message, but for Type, Version and Nonce

	// Undoes says that the process knows what to undo is. Others would refuse.
	Undoes bool
}

// Start spawns c, and tells it what o says.
func Start(c worker.Command, o Options) (*Worker, error) {
	child, err := worker.Spawn(c)
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", c.Path, err)
	}
	return Attach(child, o), nil
}

// Attach is the worker that speaks with child, which it tells what o says.
func Attach(child *worker.Child, o Options) *Worker {
	w := &Worker{unit: o.Unit, quiet: o.Quiet, deeds: o.Undoes, child: child, book: newBook(o.Nonce), drained: make(chan struct{})}
	w.book.closely = o.Init.Closely
	w.readers.Go(func() { w.book.readOutput(child.Output) })
	w.readers.Go(func() { w.book.readControl(child.Control) })
	go func() {
		w.readers.Wait()
		close(w.drained)
	}()
	o.Init.Type, o.Init.Version, o.Init.Nonce = protocol.Init, protocol.Version, o.Nonce
	w.say(o.Init)
	return w
}

// say sends m. A process that is gone can't be written to, which reading finds
// out; one that doesn't read runs into a limit.
func (w *Worker) say(m protocol.Message) {
	_ = w.child.Input.SetWriteDeadline(time.Now().Add(time.Minute))
	_ = protocol.Write(w.child.Input, m)
}

// Run implements [worker.Worker].
func (w *Worker) Run(ctx context.Context, b worker.Batch, report func(worker.Event)) error {
	if w.death != nil {
		return w.death
	}
	if len(b.Tests) == 0 {
		return nil
	}
	if err := w.send(b); err != nil {
		return err
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		over := w.book.finished(w.silent())
		w.pass(report)
		if err := w.refusal(); over || err != nil {
			return err
		}
		limit := w.book.limit(b)
		timer.Reset(w.patience(limit))
		select {
		case <-w.book.changed:
		case <-w.child.Exited():
			return w.bury(report)
		case <-ctx.Done():
			return w.interrupt(ctx, report)
		case now := <-timer.C:
			if !limit.at.IsZero() && now.After(limit.at) {
				return w.timeout(limit, report)
			}
			if why := w.book.orphan(); why != nil {
				return w.disown(report, why)
			}
		}
	}
}

// send hands the batch over.
func (w *Worker) send(b worker.Batch) error {
	if b.Tests[0].Kind.Stage() < w.kind.Stage() {
		return worker.ErrKindPassed
	}
	w.kind = b.Tests[0].Kind
	w.batch++
	w.over = time.Time{}
	w.book.open(w.batch, b.Tests)
	m := protocol.Message{Type: protocol.Run, Kind: string(w.kind), Batch: w.batch}
	for _, t := range b.Tests {
		m.Names = append(m.Names, string(t.ID))
	}
	w.say(m)
	return nil
}

func (w *Worker) pass(report func(worker.Event)) {
	for _, e := range w.book.take() {
		report(e)
	}
}

// silent reports whether output has been waited for in vain, since the worker
// said that the batch was over: somebody may have closed what it writes to.
func (w *Worker) silent() bool {
	if !w.book.isDone() {
		return false
	}
	if w.over.IsZero() {
		w.over = time.Now()
	}
	return time.Since(w.over) >= w.book.lull()
}

// refusal is the worker's own error, if it has one, or what it did that no worker
// may: the batch can't be run.
func (w *Worker) refusal() error {
	text, ofSuite := w.book.refusal()
	switch {
	case text == "":
		return nil
	case ofSuite:
		return &UnfitError{text}
	}
	return fmt.Errorf("the worker of %s: %s", w.unit, text)
}

// An UnfitError says why a suite cannot be run, in words of its own runner, which would
// not run it either.
type UnfitError struct{ Text string } // begins with the message that was answered

func (e *UnfitError) Error() string { return e.Text }
