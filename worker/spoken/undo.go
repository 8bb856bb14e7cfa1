package spoken

import (
	"context"
	"fmt"

	"github.com/ptr-project/ptr/suite"
)

// Undo implements [worker.Undoer].
func (w *Worker) Undo(ctx context.Context, things []suite.Thing) error {
	if w.death != nil || !w.deeds {
		return fmt.Errorf("what was done in such a process, or in one that has ended, %w", suite.ErrNotPutBack)
	}
	return w.child.Undo(ctx, things, w.book.undone, w.book.changed, w.refusal)
}
