package spoken

import (
	"context"
	"fmt"

	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

var _ worker.Parter = (*Worker)(nil)

// Part implements [worker.Parter].
func (w *Worker) Part(ctx context.Context, next suite.ID) (suite.Parting, error) {
	if w.death != nil || !w.deeds {
		return suite.Parting{}, nil
	}
	parting := w.book.part()
	err := w.child.Undo(ctx, nil, string(next), w.book.undone, w.book.changed, w.refusal)
	return parting(), err
}

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
