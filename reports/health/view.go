package health

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// A view is a suite with what all formats show of it.
type view struct {
	*Suite
	red     []int // runs, ascending
	tallies []Tally
	ranked  []int // tests, the worst first
	flaky   int   // tests that passed only when retried, at least once
	counted []int // runs that count
	causes  []causeView
	changes []Change
}

// newView ranks s, and counts.
func newView(s *Suite) *view {
	s.Rank()
	v := &view{Suite: s, red: s.Red(), tallies: make([]Tally, len(s.Tests)), ranked: make([]int, len(s.Tests))}
	for i, counts := range s.Counted() {
		if counts {
			v.counted = append(v.counted, i)
		}
	}
	counts := counter{}
	for i, t := range s.Tests {
		v.tallies[i], v.ranked[i] = counts.tally(t), i
		if v.tallies[i].Flaky > 0 {
			v.flaky++
		}
	}
	slices.SortStableFunc(v.ranked, func(a, b int) int {
		x, y := v.tallies[a], v.tallies[b]
		return cmp.Or(cmp.Compare(y.Failed, x.Failed), cmp.Compare(y.Flaky, x.Flaky), cmp.Compare(y.Median, x.Median))
	})
	v.viewCauses(counts)
	if s.Compared != nil {
		v.changes = s.compare(*s.Compared)
	}
	return v
}

// mostClean is for how many clean runs anybody would wait.
const mostClean = 1 << 20

// A causeView is a cause with what follows from its failures.
type causeView struct {
	Cause
	Number int // from 1
	Tests  []int
	Owners []string
	Red    []int  // runs that it made red
	Saves  int    // runs that would have passed without it
	Rates  []Rate // by condition, plain runs first
	Since  int    // the run in which it was first seen
	Before int    // how many runs before that had its tests, and passed
	Latest int    // the run in which it was last seen
	Clean  int    // runs in a row that show it mended, if one was as sure of that as not before; 0 if that makes no sense
}

// A Rate is how often a cause was seen in the runs of one condition.
type Rate struct {
	Condition string
	Count
}

func (v *view) viewCauses(counts counter) {
	broken := v.badPairs(nil)
	for i, c := range v.Causes {
		one := causeView{Cause: c, Number: i + 1, Tests: v.TestsOf(c), Owners: v.OwnersOf(c), Red: v.RedBy(c)}
		seen, exposed := v.SeenIn(c), v.Exposed(c)
		if len(seen) == 0 {
			continue
		}
		one.Since, one.Latest = seen[0], seen[len(seen)-1]
		one.Before, _ = slices.BinarySearch(exposed, one.Since)
		own := v.badPairs(c.Failures)
		for run, n := range own {
			if n == broken[run] && v.Runs[run].Counts.Units == 0 {
				one.Saves++
			}
		}
		one.Rates = v.rates(counts, seen, exposed)
		if since := len(exposed) - one.Before; c.Kind != Infrastructure && since > 0 {
			one.Clean = stats.RunsToMend(len(seen), since, 0.5, confidence, mostClean)
		}
		v.causes = append(v.causes, one)
	}
}

// badPairs counts for each run the tests that those failures, or all if they are nil,
// made red.
func (v *view) badPairs(failures []int) map[int]int {
	pairs := map[[2]int]bool{}
	add := func(f Failure) {
		if bad(v.Tests[f.Test].Results[f.Run].Verdict) && !v.Tests[f.Test].Whole {
			pairs[[2]int{f.Run, f.Test}] = true
		}
	}
	if failures == nil {
		for _, f := range v.Failures {
			add(f)
		}
	}
	for _, f := range failures {
		add(v.Failures[f])
	}
	runs := map[int]int{}
	for p := range pairs {
		runs[p[0]]++
	}
	return runs
}

// rates are those of a cause, by condition.
func (v *view) rates(counts counter, seen, exposed []int) []Rate {
	var conditions []string
	bad, of := map[string]int{}, map[string]int{}
	for _, r := range exposed {
		condition := v.Runs[r].Condition
		if of[condition]++; of[condition] == 1 {
			conditions = append(conditions, condition)
		}
	}
	for _, r := range seen {
		bad[v.Runs[r].Condition]++
	}
	slices.Sort(conditions) // Plain is the first
	var rates []Rate
	for _, c := range conditions {
		rates = append(rates, Rate{c, counts.count(min(bad[c], of[c]), of[c])})
	}
	return rates
}

// since says since when c is there.
func (v *view) since(c causeView) string {
	r := v.Runs[c.Since]
	where := "run " + r.ID
	if r.Revision != "" {
		where += " (" + r.Revision + ")"
	}
	switch {
	case len(v.Runs) == 1:
		return where
	case c.Before == 0:
		return where + " or earlier: its tests failed in the first run that has them"
	}
	return fmt.Sprintf("%s, after %s without", where, reports.Plural(c.Before, "run"))
}

// titles are names of tests for one line: some, and how many more.
func (v *view) titles(tests []int, most int) string {
	var names []string
	for _, t := range tests[:min(most, len(tests))] {
		names = append(names, line(v.Tests[t].Short))
	}
	text := strings.Join(names, ", ")
	if more := len(tests) - most; more > 0 {
		text += fmt.Sprintf(" and %s more", reports.Thousands(more))
	}
	return text
}

// status is a test's in a word, for filters.
func status(t Tally) string {
	switch {
	case bad(t.Latest):
		return "failing"
	case t.Wrong() > 0:
		return "flaky"
	case t.Passed > 0:
		return "passed"
	case t.Latest == suite.Skipped:
		return "skipped"
	}
	return "not run"
}

// took is d as people say it. Below a tenth of a millisecond, where ordinary reports have
// nothing to tell, medians of many runs still mean something.
func took(d time.Duration) string {
	if d > 0 && d < 100*time.Microsecond {
		return fmt.Sprintf("%.2g µs", float64(d)/float64(time.Microsecond))
	}
	return reports.Took(d)
}

// line is text that came from a test, fit to be shown on one line: control characters, and
// those that change the direction of writing, are �.
func line(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		if unicode.In(r, unicode.Bidi_Control) {
			return unicode.ReplacementChar
		}
		return r
	}, reports.Printable(text))
}
