package gotest

import (
	"slices"
	"time"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
)

// mostStatements of a test are kept. They are the last, since a failure is
// mostly about what happened just before.
const mostStatements = 200

// statements are those that a test has had its databases run.
type statements struct {
	total int
	kept  []statement
}

type statement struct {
	suite.Statement
	number   int // by which its process refers to it
	answered bool
}

// statement enters one that begins.
func (r *record) statement(m protocol.Message) {
	s := &r.issued
	s.total++
	if len(s.kept) == mostStatements {
		s.kept = slices.Delete(s.kept, 0, 1)
	}
	s.kept = append(s.kept, statement{number: m.Number, Statement: suite.Statement{
		Number: s.total, Text: m.Text, Args: m.Args, Where: m.Where,
		After: time.Unix(0, m.At).Sub(r.start), Result: "not answered",
	}})
}

// answer enters what became of one.
func (r *record) answer(m protocol.Message) {
	for i := range slices.Backward(r.issued.kept) {
		if s := &r.issued.kept[i]; s.number == m.Number {
			s.answered = true
			s.Duration, s.Result, s.Error = time.Duration(m.Nanoseconds), m.Text, m.Failure
			return
		}
	}
}

// unfinished are the statements of tests that are under way; nil if there are
// none.
func (b *book) unfinished() map[suite.ID][]suite.Statement {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all map[suite.ID][]suite.Statement
	for _, r := range b.running {
		if r.issued.total == 0 {
			continue
		}
		if all == nil {
			all = map[suite.ID][]suite.Statement{}
		}
		all[idOf(b.unit, r.name)] = r.issued.list(time.Since(r.start))
	}
	return all
}

// list is what is kept of a test that was under way for so long, and waited for
// what was not answered until its end.
func (s statements) list(underWay time.Duration) []suite.Statement {
	var all []suite.Statement
	for _, one := range s.kept {
		if !one.answered {
			one.Duration = max(0, underWay-one.After)
		}
		all = append(all, one.Statement)
	}
	return all
}
