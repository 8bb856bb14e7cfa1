package gotest

import (
	"errors"
	"io"
	"strings"
	"time"

	"github.com/ptr-project/ptr/framework/gotest/variables"
	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
)

// readControl enters all that the worker says, until its end.
func (b *book) readControl(r io.Reader) {
	messages := protocol.NewReader(paced{r, b.napControl})
	for {
		m, err := messages.Read()
		b.mu.Lock()
		var malformed *protocol.MalformedError
		switch {
		case errors.As(err, &malformed):
			b.refused = malformed.Error()
		case err != nil:
			b.lost = err
		default:
			b.enter(m)
		}
		over, done := b.lost != nil, b.done
		news := len(b.events) > 0 || over || done || b.refused != ""
		b.mu.Unlock()
		if done || over {
			poke(b.hurry)
		}
		if news {
			poke(b.changed)
		}
		if over {
			return
		}
	}
}

func (b *book) enter(m protocol.Message) {
	switch m.Type {
	case protocol.Hello:
		b.greeted = true
	case protocol.Begin:
		b.begin(m.Test, time.Unix(0, m.At))
	case protocol.Leak:
		if r := b.tests[m.Test]; r != nil {
			r.leaks = append(r.leaks, suite.Leak{Kind: suite.LeakKind(m.What), What: strings.ToValidUTF8(m.Text, "\ufffd")})
		}
	case protocol.Change:
		if r := b.tests[m.Test]; r != nil {
			old, now := variables.Abridged(m.Old, m.New)
			r.changes = append(r.changes, suite.Change{Where: m.Name, Old: old, New: now})
		}
	case protocol.Statement:
		if r := b.tests[m.Test]; r != nil {
			r.issued.Begin(m, r.start)
		}
	case protocol.Answer:
		if r := b.tests[m.Test]; r != nil {
			r.issued.Answer(m)
		}
	case protocol.Attempt:
		b.settle(m.Test, suite.Outcome(m.Outcome), time.Duration(m.Nanoseconds), m.Failure)
	case protocol.Undone:
		b.undone.Enter(m)
	case protocol.Done:
		b.done = b.done || m.Batch == b.batch
	case protocol.Error:
		b.refused = m.Text
	}
}
