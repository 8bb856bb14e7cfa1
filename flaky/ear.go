package flaky

import (
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/ptr-project/ptr/causes"
	"github.com/ptr-project/ptr/suite"
)

// What makes an outage of failures: of several tests in one run that fail otherwise rarely
// and say what outages do, or of so many that this is no coincidence.
const (
	outlying    = 5
	coincidence = 1e-4
	rarely      = 0.2
)

// A crowd is failures of one run that look like an outage's.
type crowd struct {
	positions []int
	text      string // what most of them say, in a line
}

// An ear tells outages from what tests usually do.
type ear struct {
	causes.Ear
	rate  map[suite.ID]suite.Count // plain runs in which a test failed or passed
	usual float64                  // how many tests fail in a run that fail rarely

	// speaks are tests whose own failures sound like an outage's. Others do not, so that a
	// replay in which they do says nothing.
	speaks map[suite.ID]bool
}

// listen learns from plain runs.
func (s *search) listen() ear {
	e := ear{Ear: causes.NewEar(), rate: map[suite.ID]suite.Count{}}
	for _, r := range s.records() {
		c := suite.Count{}
		for _, f := range r.failed {
			if f.run.Condition == "" {
				c.Failed++
			}
		}
		for _, p := range r.passed {
			if p.run.Condition == "" {
				c.Passed++
			}
		}
		if c.Failed > 0 {
			e.rate[r.test] = c
		}
	}
	var counts []int
	for _, r := range s.runs {
		if r != nil && r.Condition == "" {
			counts = append(counts, len(e.rare(r.Trial.Order, r.Attempts)))
		}
	}
	if len(counts) > 0 {
		slices.Sort(counts)
		e.usual = float64(counts[(len(counts)-1)/2])
	}
	return e
}

// rare are the positions at which tests failed that fail in few other runs, one for each
// test.
func (e ear) rare(order suite.Order, attempts []suite.Attempt) []int {
	var positions []int
	seen := map[suite.ID]bool{}
	for i, a := range attempts {
		id := order[i]
		c := e.rate[id]
		if a.Outcome.Bad() && !seen[id] && float64(c.Failed-1) <= rarely*float64(max(1, c.Of()-1)) {
			seen[id] = true
			positions = append(positions, i)
		}
	}
	return positions
}

// hear finds what looks like an outage in a run; ok is false if nothing does.
func (e ear) hear(order suite.Order, attempts []suite.Attempt) (c crowd, ok bool) {
	rare := e.rare(order, attempts)
	lines := map[string]int{}
	speaking := 0
	for _, i := range rare {
		if _, line := e.Hear(attempts[i].Failure); line != "" {
			lines[line]++
			speaking++
		}
	}
	if speaking >= causes.ManyAtOnce {
		return crowd{e.speakers(attempts), most(lines)}, true
	}
	if len(rare) < outlying || (distuv.Poisson{Lambda: e.usual + 1}).Survival(float64(len(rare)-1)) > coincidence {
		return crowd{}, false
	}
	for _, i := range rare {
		line, _, _ := strings.Cut(suite.SignatureOf(attempts[i]).Text, "\n")
		lines[line]++
	}
	return crowd{everyRun(order, attempts, rare), most(lines)}, true
}

// speakers are the positions of all failures that speak of an outage, of tests too that
// fail often for other reasons.
func (e ear) speakers(attempts []suite.Attempt) []int {
	var all []int
	for i, a := range attempts {
		if a.Outcome.Bad() && e.Speaks(a.Failure) {
			all = append(all, i)
		}
	}
	return all
}

// everyRun are the positions at which the tests at some positions failed, for those that
// run several times.
func everyRun(order suite.Order, attempts []suite.Attempt, positions []int) []int {
	hit := map[suite.ID]bool{}
	for _, i := range positions {
		hit[order[i]] = true
	}
	var all []int
	for i, a := range attempts {
		if hit[order[i]] && a.Outcome.Bad() {
			all = append(all, i)
		}
	}
	return all
}

// most is the text that comes most often, the first in the alphabet of several.
func most(counts map[string]int) string {
	best := ""
	for text, n := range counts {
		if n > counts[best] || n == counts[best] && text < best {
			best = text
		}
	}
	return best
}
