// Package bisect finds out what makes a test fail: which tests before it, or beside it,
// or none at all. It is pure: what runs an order is given to it.
//
// The methods, and what each of them costs, are described in docs/bisecting.md.
package bisect

import (
	"context"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// Options say what is searched, and where.
type Options struct {
	Probe   suite.Probe
	Workers int // how many trials run at the same time; at least 1

	Victim suite.ID      // the test that fails
	Order  suite.Order   // what its process had run before it, when it failed
	Others suite.Order   // what else could run before it: needed where it fails by itself
	Beside []suite.Order // what other workers ran at that time

	// Earlier had also run before it, and cannot run after it in any process, being of kinds
	// that come first.
	Earlier suite.Order

	// AllEarlier are all tests of such kinds, in an order in which a process can run them:
	// needed where the victim fails by itself. None are those of Earlier.
	AllEarlier suite.Order

	// Suspects were seen to leave something behind. If they are few they are heard at once:
	// then no search is needed.
	Suspects []suite.ID

	Known suite.Signature // how it failed; the zero Signature is any way

	Cost  func(suite.ID) time.Duration // of a test, as far as is known
	Start time.Duration                // of a process

	Seed     uint64
	Cleaners bool // look for tests that undo what the first cause does

	// Most is how many culprits are heard in a chase, lest what suits any company is chased
	// through the whole suite; 0 is eight.
	Most int

	// Heard is how many accusations were heard before, of what makes the victim fail: the
	// more there were, the surer the next have to be.
	Heard int

	// Alpha is the share of accusations that may be wrong, such as 0.001.
	Alpha float64

	// Told is told of every round before and after it. Optional.
	Told func(Round)
}

// A Round is a set of trials none of which waits for another's result.
type Round struct {
	Number int
	About  suite.ID // whose failure it is, where several are searched; else ""
	Method string   // such as "chains"
	Why    string   // another method was chosen; "" if it goes on as before
	Trials int
	Tests  int
	Wall   time.Duration // expected, from the costs
	Left   int           // how many more will follow, if all goes as it did so far; [Unknown] if that can't be said
	Result string        // in a few words; "" before it has run
}

// Unknown is a number of rounds that can't be said.
const Unknown = -1

// Search finds out why the victim fails. The error is the probe's.
func Search(ctx context.Context, o Options) (Finding, error) {
	s := newSearch(ctx, o)
	s.failed = true
	return s.finish()
}

// finish searches to the end.
func (s *search) finish() (Finding, error) {
	f, err := s.run()
	if err == nil {
		err = s.cleaners(&f)
	}
	if err != nil {
		return Finding{}, err
	}
	s.complete(&f)
	return f, nil
}

// complete adds what all findings have.
func (s *search) complete(f *Finding) {
	f.Victim, f.Outcome = s.lab.Victim, s.lab.Known.Outcome
	f.Rounds, f.Tests, f.Wall = s.lab.rounds, s.lab.tests, s.lab.wall
	f.Said, f.Unresolved = s.lab.said, s.lab.unresolved
}
