package gotest

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

const (
	silence = 2 * time.Second // how long output is waited for when the worker has said that a batch is over
	parting = 5 * time.Second // how long a process may take to print its stacks
)

// A session is a process that is fed.
type session struct {
	t     *target
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

// newSession begins to read what child says. A mute child runs by itself.
func newSession(t *target, child *worker.Child) *session {
	s := &session{t: t, child: child, book: newBook(t.ImportPath, rand.Text()), drained: make(chan struct{})}
	s.book.plain = child.Control == nil
	s.readers.Go(func() { s.book.readOutput(child.Output) })
	if !s.book.plain {
		s.readers.Go(func() { s.book.readControl(child.Control) })
	}
	go func() {
		s.readers.Wait()
		close(s.drained)
	}()
	return s
}

// init is the first message. If the process died already, Run will say of what.
func (s *session) init(place worker.Place, leaks bool, perturbed string) {
	s.book.closely = place.Closely
	_ = protocol.Write(s.child.Input, protocol.Message{
		Type: protocol.Init, Version: protocol.Version, Nonce: s.book.nonce,
		Seed: place.Seed, Leaks: leaks, Variables: s.t.variables, Closely: place.Closely, Perturb: perturbed,
	})
}

// Run implements [worker.Worker].
func (s *session) Run(ctx context.Context, b worker.Batch, report func(worker.Event)) error {
	if s.death != nil {
		return s.death
	}
	if len(b.Tests) == 0 {
		return nil
	}
	if err := s.send(b); err != nil {
		return err
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for sent := time.Now(); ; {
		over := s.book.finished(s.silent())
		s.pass(report)
		if err := s.refusal(); over || err != nil {
			return err
		}
		limit := s.book.limit(b, sent)
		timer.Reset(s.patience(limit))
		select {
		case <-s.book.changed:
		case <-s.child.Exited():
			return s.bury(report)
		case <-ctx.Done():
			return s.interrupt(ctx, report)
		case now := <-timer.C:
			if !limit.at.IsZero() && now.After(limit.at) {
				return s.timeout(limit, report)
			}
			if s.book.orphan() {
				return s.disown(report)
			}
		}
	}
}

func (s *session) pass(report func(worker.Event)) {
	for _, e := range s.book.take() {
		report(e)
	}
}

// silent reports whether output has been waited for in vain, since the worker
// said that the batch was over: somebody may have closed what it writes to.
func (s *session) silent() bool {
	if !s.book.isDone() {
		return false
	}
	if s.over.IsZero() {
		s.over = time.Now()
	}
	return time.Since(s.over) > silence
}

// patience is how long nothing may happen before something is to be done.
func (s *session) patience(limit limit) time.Duration {
	if limit.at.IsZero() {
		return silence
	}
	return min(silence, max(0, time.Until(limit.at))+time.Millisecond)
}

// send hands the batch over.
func (s *session) send(b worker.Batch) error {
	if b.Tests[0].Kind.Stage() < s.kind.Stage() {
		return worker.ErrKindPassed
	}
	s.kind = b.Tests[0].Kind
	s.batch++
	s.over = time.Time{}
	s.book.open(s.batch, b.Tests)
	if s.book.plain {
		return nil
	}
	m := protocol.Message{Type: protocol.Run, Kind: string(s.kind), Batch: s.batch}
	for _, t := range b.Tests {
		m.Names = append(m.Names, nameOf(t.ID, t.Unit))
	}
	// A process that is gone can't be written to, which Run finds out. One that
	// doesn't read runs into the first test's limit.
	_ = s.child.Input.SetWriteDeadline(time.Now().Add(time.Minute))
	_ = protocol.Write(s.child.Input, m)
	return nil
}

// refusal is the worker's own error, if it has one: it won't run the batch.
func (s *session) refusal() error {
	s.book.mu.Lock()
	defer s.book.mu.Unlock()
	switch {
	case s.book.refused == "":
		return nil
	case strings.HasPrefix(s.book.refused, "no room"):
		return fmt.Errorf("%s: %w", s.book.refused, worker.ErrKindPassed)
	}
	return fmt.Errorf("the worker of %s says: %s", s.t.ImportPath, s.book.refused)
}
