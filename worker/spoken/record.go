package spoken

import (
	"bytes"
	"slices"
	"time"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// A record is one execution of one test.
type record struct {
	id      suite.ID
	start   time.Time // by the worker's clock
	heard   time.Time // when that it has begun was read, for its limit
	printed *stretch
	subs    []suite.Attempt
	leaks   []suite.Leak
	changes []suite.Change
	issued  worker.Statements
	attempt suite.Attempt // once it has ended
	trace   string
	ended   bool // its worker said how
	closed  bool // it has been reported
}

// A stretch is what one test printed. Its mark may be read before the message
// that the test has begun, or after it.
type stretch struct {
	of     *record // nil until that message
	from   int     // where in all that the process printed it begins
	output *worker.Excerpt
	over   bool // all of it has been read
}

// begin enters that a test has begun, at nanoseconds since 1970 or, if that is
// 0, now. Whatever begins counts, since the marks count it, too.
func (b *book) begin(r *record, at int64) {
	b.total++
	switch {
	case r == nil || !r.heard.IsZero() && !r.ended:
		return
	case r.ended: // a batch may name a test twice
		r = b.record(r.id)
		b.tests[r.id] = r
	}
	r.heard = time.Now()
	r.start = r.heard
	if at > 0 {
		r.start = time.Unix(0, at)
	}
	r.printed = b.stretch(b.total)
	r.printed.of = r
	b.running = append(b.running, r)
	if !b.marks {
		b.closeSettled()
		b.current, r.printed.from = r.printed, b.recent.Len()
	}
	b.events = append(b.events, worker.Began{Test: r.id, Time: r.start})
}

// end enters how a test or one of its subtests ended.
func (b *book) end(r *record, m protocol.Message) {
	a := suite.Attempt{
		Test: suite.ID(m.Test), Parent: suite.ID(m.Parent), Outcome: suite.Outcome(m.Outcome),
		Duration: time.Duration(m.Nanoseconds), Failure: printable(m.Failure), Raised: m.Raised,
	}
	if !told(a.Outcome) {
		b.refuse("it said that %s ended with %q, which is no outcome", m.Test, m.Outcome)
		return
	}
	if m.Parent != "" {
		if r = b.tests[a.Parent]; r != nil && !r.ended {
			a.Start, a.Output = r.start, []byte(printable(m.Text))
			r.subs = append(r.subs, a)
		}
		return
	}
	if r == nil || r.ended || r.heard.IsZero() {
		return
	}
	r.attempt, r.trace, r.ended = a, printable(m.Text), true
	b.left--
	b.running = slices.DeleteFunc(b.running, func(x *record) bool { return x == r })
	b.settled = append(b.settled, r)
	if r.printed.over {
		b.close(r)
	}
}

// told reports whether o is one of the outcomes that a worker can tell.
func told(o suite.Outcome) bool {
	return o.Good() || o == suite.Fail || o == suite.UnexpectedSuccess
}

// finish enters that a batch has ended.
func (b *book) finish(batch int) {
	switch {
	case batch != b.batch:
	case b.left > 0:
		b.refuse("it said that a batch was done, and not how %s ended", b.missing())
	default:
		b.done = true
	}
}

// missing is a test of the batch that has not ended.
func (b *book) missing() suite.ID {
	var ids []suite.ID
	for id, r := range b.tests {
		if !r.ended {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return "one of its tests"
	}
	return slices.Min(ids)
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
	a.Start, a.Leaks, a.Changes, a.Output = r.start, r.leaks, r.changes, r.output()
	if !a.Outcome.Good() || b.closely {
		a.Statements = r.issued.List(a.Duration)
	}
	b.events = append(b.events, worker.Ended{Attempt: a})
}

// output is what the test printed and, behind it, what its worker has to say of
// its failure.
func (r *record) output() []byte {
	var all []byte
	if r.printed.output != nil {
		all = r.printed.output.Bytes()
	}
	if r.trace != "" && len(all) > 0 && !bytes.HasSuffix(all, []byte("\n")) {
		all = append(all, '\n')
	}
	return append(all, r.trace...)
}
