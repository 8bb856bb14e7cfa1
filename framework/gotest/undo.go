package gotest

import (
	"context"
	"fmt"

	"github.com/ptr-project/ptr/suite"
)

// Undo implements [worker.Undoer].
func (s *session) Undo(ctx context.Context, things []suite.Thing, _ suite.ID) error {
	if len(things) == 0 {
		return nil // tests share nothing that is torn down between them
	}
	if s.death != nil || s.book.plain {
		return fmt.Errorf("what tests did in a process of their own %w", suite.ErrNotPutBack)
	}
	return s.child.Undo(ctx, things, "", s.book.undone, s.book.changed, s.refusal)
}
