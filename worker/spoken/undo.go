package spoken

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
func (w *Worker) Undo(ctx context.Context, things []suite.Thing) error {
	if w.death != nil || !w.deeds {
		return fmt.Errorf("what was done in such a process, or in one that has ended, %w", suite.ErrNotPutBack)
	}
	w.say(worker.UndoMessage(things))
	late := time.NewTimer(undoing)
	defer late.Stop()
	for {
		if m := w.book.takeUndone(); m != nil {
			return worker.Undone(*m)
		}
		select {
		case <-w.book.changed:
			if err := w.refusal(); err != nil {
				return err
			}
		case <-w.child.Exited():
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
