package gotest

import (
	"context"
	"fmt"

	"github.com/ptr-project/ptr/suite"
)

// Undo implements [worker.Undoer].
func (s *session) Undo(ctx context.Context, things []suite.Thing) error {
	if s.death != nil || s.book.plain {
		return fmt.Errorf("what tests did in a process of their own %w", suite.ErrNotPutBack)
	}
	return s.child.Undo(ctx, things, s.book.undone, s.book.changed, s.refusal)
}
