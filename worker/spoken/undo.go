package spoken

import (
	"context"
	"fmt"

	"github.com/ptr-project/ptr/suite"
)

// Undo implements [worker.Undoer].
func (w *Worker) Undo(ctx context.Context, things []suite.Thing, next suite.ID) error {
	cannot := w.death != nil || !w.deeds
	if cannot && len(things) == 0 {
		return nil
	}
	if cannot {
		return fmt.Errorf("what was done in such a process, or in one that has ended, %w", suite.ErrNotPutBack)
	}
	return w.child.Undo(ctx, things, string(next), w.book.undone, w.book.changed, w.refusal)
}
