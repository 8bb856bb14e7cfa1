package worker

import (
	"fmt"
	"strings"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
)

// UndoMessage asks a process to undo what was done to things in it.
func UndoMessage(things []suite.Thing) protocol.Message {
	m := protocol.Message{Type: protocol.Undo}
	for _, t := range things {
		m.Names = append(m.Names, t.String())
	}
	return m
}

// Undone is the error for what a process answers to that: nil if it could.
func Undone(m protocol.Message) error {
	if len(m.Names) == 0 {
		return nil
	}
	return fmt.Errorf("%s %w", strings.Join(m.Names, ", "), suite.ErrNotPutBack)
}
