package culprits

import (
	"fmt"
	"time"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/internal/console"
)

// An account is what is told of a search, whatever it is written as.
type account struct {
	about     string // what was known before
	sentences []string
	promise   string // that the sentences come with; "" if they accuse nobody
	details   []detail
	grid      []string // lines of a table; nil is none
	picture   []byte   // of the same, as SVG
	alt       string   // what it shows, in words
	legend    []detail // of its columns
	rounds    []bisect.Round
	sum       string // what it took
}

// account is that of an answer.
func (s *searchScreen) account(a Answer) account {
	return account{
		about: s.about(), sentences: s.sentences(a.Finding, a.Also), promise: s.promiseOf(s.accuses(a.Finding)), details: s.details(a),
		rounds: s.rounds, sum: effort(a.Rounds, a.Tests, a.Took),
	}
}

// promiseOf is what sentences come with that accuse, or don't.
func (w wording) promiseOf(accuse bool) string {
	if accuse {
		return w.promise()
	}
	return ""
}

// effort is what a search took.
func effort(rounds, tests int, d time.Duration) string {
	return fmt.Sprintf("%s, %s, %.1f s", console.Plural(rounds, "round"), console.Plural(tests, "test run"), d.Seconds())
}
