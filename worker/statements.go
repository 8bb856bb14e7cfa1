package worker

import (
	"slices"
	"time"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
)

// Most of a test's statements that are kept. They are the last, since a failure is
// mostly about what happened just before. Of a test that is looked at closely many are,
// which are compared by machine.
const (
	mostStatements = 200
	mostClosely    = 20_000
)

// Statements are those that a test has had its databases run.
type Statements struct {
	Closely bool // keep many

	total int
	kept  []statement
}

type statement struct {
	suite.Statement
	number   int // by which its process refers to it
	answered bool
}

// Total is how many there have been.
func (s *Statements) Total() int { return s.total }

// Begin enters one that begins, of a test that began at start.
func (s *Statements) Begin(m protocol.Message, start time.Time) {
	s.total++
	most := mostStatements
	if s.Closely {
		most = mostClosely
	}
	if len(s.kept) == most {
		s.kept = slices.Delete(s.kept, 0, 1)
	}
	s.kept = append(s.kept, statement{number: m.Number, Statement: suite.Statement{
		Number: s.total, Text: m.Text, Args: m.Args, Where: m.Where,
		After: time.Unix(0, m.At).Sub(start), Result: "not answered",
	}})
}

// Answer enters what became of one.
func (s *Statements) Answer(m protocol.Message) {
	for i := range slices.Backward(s.kept) {
		if one := &s.kept[i]; one.number == m.Number {
			one.answered = true
			one.Duration, one.Result, one.Error = time.Duration(m.Nanoseconds), m.Text, m.Failure
			one.Digest, one.First = m.Digest, m.First
			return
		}
	}
}

// List is what is kept of a test that was under way for so long, and waited for
// what was not answered until its end.
func (s *Statements) List(underWay time.Duration) []suite.Statement {
	var all []suite.Statement
	for _, one := range s.kept {
		if !one.answered {
			one.Duration = max(0, underWay-one.After)
		}
		all = append(all, one.Statement)
	}
	return all
}
