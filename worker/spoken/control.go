package spoken

import (
	"errors"
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
		var malformed *protocol.MalformedError
		switch {
		case errors.As(err, &malformed):
			b.refused = malformed.Error()
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
	r := b.tests[suite.ID(m.Test)]
	switch m.Type {
	case protocol.Hello:
		b.marks = m.Marks
	case protocol.Begin:
		b.begin(r, time.Unix(0, m.At))
	case protocol.Leak:
		if r != nil {
			r.leaks = append(r.leaks, suite.Leak{Kind: suite.LeakKind(m.What), What: printable(m.Text)})
		}
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
		b.done = b.done || m.Batch == b.batch
	case protocol.Error:
		b.refused = m.Text
	default: // of what nobody knows, nothing is told: workers may be newer
		b.found.enter(m)
	}
}

func printable(text string) string { return strings.ToValidUTF8(text, "\ufffd") }

// begin enters that a test has begun.
func (b *book) begin(r *record, at time.Time) {
	if r == nil || !r.start.IsZero() {
		return
	}
	b.total++
	r.start, r.printed = at, b.stretch(b.total)
	r.printed.of = r
	b.running = append(b.running, r)
	if !b.marks {
		b.current = r.printed
	}
	b.events = append(b.events, worker.Began{Test: r.id, Time: at})
}

// end enters how a test or one of its subtests ended.
func (b *book) end(r *record, m protocol.Message) {
	a := suite.Attempt{
		Test: suite.ID(m.Test), Parent: suite.ID(m.Parent), Outcome: suite.Outcome(m.Outcome),
		Duration: time.Duration(m.Nanoseconds), Failure: printable(m.Failure),
	}
	if m.Parent != "" {
		if r = b.tests[a.Parent]; r != nil && !r.ended {
			a.Start, a.Output = r.start, []byte(printable(m.Text))
			r.subs = append(r.subs, a)
		}
		return
	}
	if r == nil || r.ended || r.start.IsZero() {
		return
	}
	r.attempt, r.trace, r.ended = a, printable(m.Text), true
	if a.Outcome.Bad() {
		b.failed++
	}
	b.stop(r)
	b.settled = append(b.settled, r)
	if r.printed.over || !b.marks {
		b.close(r)
	}
}

// fixture enters what went wrong outside of any test.
func (b *book) fixture(m protocol.Message) {
	b.outside.Write([]byte(m.Name + ": " + printable(m.Failure) + "\n" + printable(m.Text)))
	b.broken = append(b.broken, m.Name)
}

// close reports a test, and before it its subtests.
func (b *book) close(r *record) {
	if r.closed {
		return
	}
	r.closed = true
	if b.current == r.printed {
		b.current = nil
	}
	for _, sub := range r.subs {
		b.events = append(b.events, worker.Ended{Attempt: sub})
	}
	a := r.attempt
	a.Start, a.Leaks = r.start, r.leaks
	if r.printed.output != nil {
		a.Output = r.printed.output.Bytes()
	}
	a.Output = append(a.Output, r.trace...)
	if !a.Outcome.Good() {
		a.Statements = r.issued.List(a.Duration)
	}
	b.events = append(b.events, worker.Ended{Attempt: a})
}
