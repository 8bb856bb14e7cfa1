package worker

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
)

// undoing is how long a process may take to undo something.
const undoing = 30 * time.Second

// Answers are what a process says to [Child.Undo]; whoever reads its messages enters
// them. Make it by [NewAnswers].
type Answers chan protocol.Message

// NewAnswers has room for what there can be at a time: one.
func NewAnswers() Answers { return make(Answers, 1) }

// Enter enters an answer. One that nobody has waited for gives way.
func (a Answers) Enter(m protocol.Message) {
	a.forget()
	a <- m
}

// forget drops an answer that came too late.
func (a Answers) forget() {
	select {
	case <-a:
	default:
	}
}

// Undo has the process make things what they were before its first test, as [Undoer]
// promises; next is the name of the test that comes then, or "". It gives up when the process, which news tells of, turns out to refuse.
func (c *Child) Undo(ctx context.Context, things []suite.Thing, next string, a Answers, news <-chan struct{}, refusal func() error) error {
	a.forget()
	_ = c.Input.SetWriteDeadline(time.Now().Add(undoing))
	_ = protocol.Write(c.Input, undoMessage(things, next)) // that it is gone is found out below
	late := time.NewTimer(undoing)
	defer late.Stop()
	for {
		if err := refusal(); err != nil {
			return err
		}
		select {
		case m := <-a:
			return undone(m)
		case <-news:
		case <-c.Exited():
			return nil // which Run finds out
		case <-ctx.Done():
			return ctx.Err()
		case <-late.C:
			return fmt.Errorf("in %v what was asked for %w", undoing, suite.ErrNotPutBack)
		}
	}
}

func undoMessage(things []suite.Thing, next string) protocol.Message {
	m := protocol.Message{Type: protocol.Undo, Test: next}
	for _, t := range things {
		m.Names = append(m.Names, t.String())
	}
	return m
}

// undone is the error for what a process answers: nil if it could.
func undone(m protocol.Message) error {
	if len(m.Names) == 0 {
		return nil
	}
	return fmt.Errorf("%s %w", strings.Join(m.Names, ", "), suite.ErrNotPutBack)
}
