package gotest

import (
	"context"
	"fmt"
	"time"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// undoing is how long a process may take to undo something.
const undoing = 30 * time.Second

// Undo implements [worker.Undoer].
func (s *session) Undo(ctx context.Context, things []suite.Thing) error {
	if s.death != nil || s.book.plain {
		return fmt.Errorf("what tests did in a process of their own %w", suite.ErrNotPutBack)
	}
	_ = s.child.Input.SetWriteDeadline(time.Now().Add(undoing))
	_ = protocol.Write(s.child.Input, worker.UndoMessage(things))
	late := time.NewTimer(undoing)
	defer late.Stop()
	for {
		if m := s.book.takeUndone(); m != nil {
			return worker.Undone(*m)
		}
		select {
		case <-s.book.changed:
			if err := s.refusal(); err != nil {
				return err
			}
		case <-s.child.Exited():
			return nil // which Run finds out
		case <-ctx.Done():
			return ctx.Err()
		case <-late.C:
			return fmt.Errorf("in %v what was asked for %w", undoing, suite.ErrNotPutBack)
		}
	}
}

func (b *book) takeUndone() *protocol.Message {
	b.mu.Lock()
	defer b.mu.Unlock()
	m := b.undone
	b.undone = nil
	return m
}
