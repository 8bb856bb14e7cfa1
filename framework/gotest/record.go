package gotest

import (
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// A record is one execution of a test or subtest.
type record struct {
	name    string
	top     *record // itself, if it is no subtest
	parent  *record // nil, if it is no subtest
	subs    []*record
	start   time.Time
	clock   time.Time // since when it has been running, for its limit; zero while it waits
	waited  bool      // it is parallel
	kept    time.Time // until when parallel subtests kept it from ending
	outcome suite.Outcome
	elapsed time.Duration
	from    int // where in all that the process printed its output begins
	output  *worker.Excerpt
	leaks   []suite.Leak
	changes []suite.Change
	issued  worker.Statements
	printed bool // its end was read in the output, and all it printed
	settled bool // its worker said how it ended
	closed  bool // it has been reported
}

// begin enters that a test has begun.
func (b *book) begin(name string, at time.Time) {
	r := b.tests[name]
	if r == nil || !r.start.IsZero() {
		return
	}
	r.start, r.clock = at, at
	b.running = append(b.running, r)
	b.begun++
	b.past[name]++
	b.events = append(b.events, worker.Began{Test: idOf(b.unit, name), Time: at})
}

// settle enters how a test ended, by what its worker says.
func (b *book) settle(name string, outcome suite.Outcome, took time.Duration, failure string) {
	r := b.tests[name]
	if r == nil || r.settled {
		return
	}
	r.settled = true
	b.left--
	b.running = slices.DeleteFunc(b.running, func(x *record) bool { return x == r })
	b.settled = append(b.settled, r)
	if outcome != "" {
		r.outcome = outcome
	}
	if took > 0 {
		r.elapsed = took
	}
	if failure != "" {
		r.print([]byte(failure + "\n"))
	}
	b.tryEnd(r)
}

// tryEnd reports a test once both sources are through with it.
func (b *book) tryEnd(r *record) {
	if r.settled && r.printed {
		b.end(r)
	}
}

// end reports a test, and before it subtests whose end was not seen.
func (b *book) end(r *record) {
	if r.closed {
		return
	}
	for _, sub := range r.subs {
		b.endSub(sub, suite.Unfinished)
	}
	if r.outcome == "" {
		r.outcome = suite.Unfinished // an example whose end could not be read
	}
	if r.outcome.Bad() {
		b.failed++
	}
	b.report(r)
}

// endSub reports a subtest, with an outcome if it has none of its own.
func (b *book) endSub(r *record, or suite.Outcome) {
	if r.closed {
		return
	}
	if r.outcome == "" {
		r.outcome = or
	}
	b.report(r)
}

// parentOf is the test or subtest that a subtest of that name is the child of.
// Names of subtests may have slashes of their own, so that "a/b" may also be
// the sister of an "a" that has ended.
func (b *book) parentOf(name string, top *record) *record {
	for {
		name = name[:strings.LastIndexByte(name, '/')]
		if name == top.name {
			return top
		}
		if r := b.records[name]; r != nil && !r.closed {
			return r
		}
	}
}

// keepParents enters when r, a parallel subtest, ended. Package testing leaves
// that out of how long its parents take, although nothing else runs meanwhile.
func (r *record) keepParents(until time.Time) {
	for p := r.parent; p != nil; p = p.parent {
		p.kept = until
	}
}

func (b *book) report(r *record) {
	r.closed = true
	if !r.clock.IsZero() {
		r.elapsed = max(r.elapsed, r.kept.Sub(r.clock))
	}
	a := suite.Attempt{
		Test: idOf(b.unit, r.name), Unit: b.unit, Outcome: r.outcome,
		Start: r.start, Duration: r.elapsed, Leaks: r.leaks, Changes: r.changes,
	}
	if r.parent != nil {
		a.Parent = idOf(b.unit, r.parent.name)
	}
	if r.output != nil {
		a.Output = r.output.Bytes()
		r.output = nil
	}
	if !r.outcome.Good() {
		a.Failure = failure(r, a.Output)
	}
	if !r.outcome.Good() || b.closely {
		a.Statements = r.issued.List(r.elapsed)
	}
	b.events = append(b.events, worker.Ended{Attempt: a})
}

func (r *record) print(text []byte) {
	if r.output == nil {
		r.output = &worker.Excerpt{Limit: excerptLimit}
	}
	r.output.Write(text)
}
