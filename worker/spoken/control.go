package spoken

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// readControl enters all that the worker says, until its end.
func (b *book) readControl(r io.Reader) {
	messages := protocol.NewReader(r)
	for {
		m, err := messages.Read()
		b.mu.Lock()
		b.heard = time.Now()
		var malformed *protocol.MalformedError
		switch {
		case errors.As(err, &malformed):
			b.garbled(malformed)
		case err != nil:
			b.lost = err
		default:
			b.enter(m)
		}
		over := b.lost != nil
		news := over || len(b.events) > 0 || b.done || b.refused != "" || b.found.over || b.found.project != nil
		b.mu.Unlock()
		if news {
			b.poke()
		}
		if over {
			return
		}
	}
}

func (b *book) enter(m protocol.Message) {
	if !b.greeted && m.Type != protocol.Hello && m.Type != protocol.Error {
		b.refuse("it said %q before hello", m.Type)
		return
	}
	r := b.of(m)
	switch m.Type {
	case protocol.Hello:
		b.hello(m)
	case protocol.Begin:
		b.begin(r, m.At)
	case protocol.Leak:
		b.leak(r, m)
	case protocol.Change:
		if r != nil {
			r.changes = append(r.changes, suite.Change{Where: printable(m.Name), Old: printable(m.Old), New: printable(m.New)})
		}
	case protocol.Undone:
		b.undone.Enter(m)
	case protocol.Statement:
		if r != nil {
			r.issued.Begin(m, r.start)
		}
	case protocol.Answer:
		if r != nil {
			r.issued.Answer(m)
		}
	case protocol.Attempt:
		b.end(r, m)
	case protocol.Fixture:
		b.fixture(m)
	case protocol.Done:
		b.finish(m.Batch)
	case protocol.Error:
		b.ofSuite = b.ofSuite || b.refused == "" && m.What == "suite"
		b.refuse("%s", m.Text)
	case protocol.Problem:
		b.problem(m)
	default: // of what nobody knows, nothing is told: workers may be newer
		b.found.enter(m)
	}
}

// garbled enters a line that is no message. While a test runs, it may be the test's, that
// writes to every descriptor there is, and behind what it wrote may be a message.
func (b *book) garbled(e *protocol.MalformedError) {
	if len(b.running) == 0 {
		b.refuse("%v", e)
		return
	}
	if !b.strange {
		b.strange = true
		b.events = append(b.events, worker.Noticed{Text: fmt.Sprintf(
			"%s, or what ran beside it, wrote to a descriptor of ptr's, which has passed over it: %s", b.running[0].id, printable(fmt.Sprintf("%.80q", e.Line)))})
	}
	if i := bytes.LastIndex(e.Line, []byte(`{"type"`)); i > 0 {
		if m, err := protocol.Decode(e.Line[i:]); err == nil {
			b.enter(m)
		}
	}
}

// problem enters what is to be known of the suite: part of an answer, or of a run.
func (b *book) problem(m protocol.Message) {
	if b.batch == 0 {
		b.found.enter(m)
		return
	}
	b.events = append(b.events, worker.Noticed{Text: printable(m.Text)})
}

// hello enters what sort of worker it is.
func (b *book) hello(m protocol.Message) {
	if m.Version != protocol.Version {
		b.refuse("it speaks version %d of the protocol, and ptr version %d", m.Version, protocol.Version)
	}
	b.greeted, b.marks = true, m.Marks
}

// refuse enters why the process cannot be worked with. The first reason counts.
func (b *book) refuse(format string, args ...any) {
	if b.refused == "" {
		b.refused = cmp.Or(printable(fmt.Sprintf(format, args...)), "error")
	}
}

func printable(text string) string { return strings.ToValidUTF8(text, "\ufffd") }

// fixture enters what went wrong outside of any test.
func (b *book) fixture(m protocol.Message) {
	b.broken = append(b.broken, m.Name)
	b.why = append(b.why, m.Name+": "+printable(m.Failure)+"\n"+printable(m.Text)...)
}

// leak enters what a test has left behind or, outside of tests, what several share.
func (b *book) leak(r *record, m protocol.Message) {
	if r != nil {
		r.leaks = append(r.leaks, suite.Leak{Kind: suite.LeakKind(m.What), What: printable(m.Text)})
	}
	if (r == nil || r == b.parting) && m.Test != "" {
		b.leftovers = append(b.leftovers, suite.Leftover{Of: printable(m.Test), Kind: suite.LeakKind(m.What), What: printable(m.Text)})
	}
}
