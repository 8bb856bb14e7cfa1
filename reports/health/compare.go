package health

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// A Comparison sets some runs of the suite against others.
type Comparison struct {
	Before, After Side
}

// A Side is the runs of a revision, or one run.
type Side struct {
	Name string
	Runs []int // indices into the suite's
}

// A Change is what is different about a test.
type Change struct {
	What          Difference
	Test          int
	Before, After Count            // runs that it failed
	Took          [2]time.Duration // medians, before and after; 0 if they were not compared
	Ratio         float64          // of what it takes, after to before; 0 if that was not compared
	Interval      stats.Interval   // of Ratio, at 95 % for all tests at once

	logs stats.Difference // of the logarithms of what it takes
}

// A Difference is a sort of change.
type Difference string

// The differences, those that matter most first.
const (
	NewFailure Difference = "fails now"
	Still      Difference = "still fails"
	Mended     Difference = "no longer fails"
	Slower     Difference = "slower"
	Faster     Difference = "faster"
	Added      Difference = "new"
	Removed    Difference = "gone"
)

func differences() []Difference {
	return []Difference{NewFailure, Still, Mended, Slower, Faster, Added, Removed}
}

// compare finds what changed between the sides of the comparison. Durations are compared where each side has two runs that
// tell, by Welch's interval of the logarithms, which holds for all tests at once
// (Bonferroni).
func (s *Suite) compare(c Comparison) []Change {
	var all, timed []Change
	for i, t := range s.Tests {
		before, after := s.side(t, c.Before), s.side(t, c.After)
		change := Change{Test: i, Before: count(before.bad, before.ran), After: count(after.bad, after.ran)}
		switch {
		case before.had == 0 && after.had == 0:
			continue
		case before.had == 0:
			change.What = Added
		case after.had == 0:
			change.What = Removed
		case after.bad > 0 && before.bad > 0:
			change.What = Still
		case after.bad > 0:
			change.What = NewFailure
		case before.bad > 0 && after.ran > 0:
			change.What = Mended
		}
		if change.What != "" && (change.What != Added || after.bad == 0) {
			all = append(all, change)
		} else if change.What == Added {
			change.What = NewFailure
			all = append(all, change)
		}
		if len(before.logs) > 1 && len(after.logs) > 1 {
			change.Took = [2]time.Duration{typical(before.logs), typical(after.logs)}
			change.logs = stats.Welch(before.logs, after.logs)
			change.Ratio = math.Exp(change.logs.Mean)
			timed = append(timed, change)
		}
	}
	all = append(all, judged(timed)...)
	kinds := differences()
	slices.SortStableFunc(all, func(a, b Change) int {
		return cmp.Or(cmp.Compare(slices.Index(kinds, a.What), slices.Index(kinds, b.What)),
			cmp.Compare(b.After.Bad, a.After.Bad), cmp.Compare(math.Abs(math.Log(max(b.Ratio, 1e-9))), math.Abs(math.Log(max(a.Ratio, 1e-9)))))
	})
	return all
}

// worthTelling is by how much a duration must differ to be told, and for how long a test
// must run: less is not noticed by anybody.
const (
	worthTelling = 1.1
	worthTiming  = time.Millisecond
)

// typical is the median of durations whose logarithms, in seconds, are given.
func typical(logs []float64) time.Duration {
	return time.Duration(math.Exp(stats.Median(logs)) * float64(time.Second))
}

// judged are those of timed whose duration has changed for certain.
func judged(timed []Change) []Change {
	var changed []Change
	level := 1 - (1-confidence)/float64(max(1, len(timed)))
	for _, c := range timed {
		if max(c.Took[0], c.Took[1]) < worthTiming || c.Ratio < worthTelling && c.Ratio > 1/worthTelling {
			continue
		}
		i := c.logs.Interval(level)
		c.Interval = stats.Interval{Low: math.Exp(i.Low), High: math.Exp(i.High)}
		switch {
		case c.Interval.Low > 1:
			c.What = Slower
			changed = append(changed, c)
		case c.Interval.High < 1:
			c.What = Faster
			changed = append(changed, c)
		}
	}
	return changed
}

// ofSide is what became of a test on one side.
type ofSide struct {
	had, ran, bad int
	logs          []float64 // of seconds, of passes
}

func (s *Suite) side(t Test, side Side) (sum ofSide) {
	for _, r := range side.Runs {
		result := t.Results[r]
		if result.Verdict == "" {
			continue
		}
		sum.had++
		if ran(result.Verdict) {
			sum.ran++
		}
		if bad(result.Verdict) || result.Verdict == suite.Flaky {
			sum.bad++
		} else if result.Verdict == suite.Passed && result.Duration > 0 {
			sum.logs = append(sum.logs, math.Log(result.Duration.Seconds()))
		}
	}
	return sum
}

func (c *Comparison) verdict(changes []Change) Verdict {
	n := map[Difference]int{}
	for _, change := range changes {
		n[change.What]++
	}
	v := Verdict{Level: Good, Text: fmt.Sprintf("%s against %s: nothing fails that did not.", c.After.Name, c.Before.Name)}
	if n[NewFailure] > 0 {
		v = Verdict{Level: Bad, Text: fmt.Sprintf("%s against %s: %s that did not.", c.After.Name, c.Before.Name, fails(n[NewFailure]))}
	} else if n[Still]+n[Slower] > 0 {
		v.Level = Doubtful
	}
	for _, d := range []Difference{Still, Mended, Slower, Faster, Added, Removed} {
		if n[d] > 0 {
			v.More += fmt.Sprintf("%s: %s. ", d, reports.Plural(n[d], "test"))
		}
	}
	if few := min(len(c.Before.Runs), len(c.After.Runs)); few < 2 {
		v.More += "One run on a side cannot tell whether a test is slower, nor a flake from a change: compare revisions that have more."
	}
	return v
}

func fails(n int) string {
	if n == 1 {
		return "1 test fails"
	}
	return reports.Thousands(n) + " tests fail"
}

// enoughForTrend is how many runs there must be for halves of them to be compared.
const enoughForTrend = 8

// trend is what takes longer, or less long, in the later half of the runs.
func (s *Suite) trend() []Change {
	n := len(s.Runs)
	if n < enoughForTrend {
		return nil
	}
	var halves Comparison
	for i := range n {
		side := &halves.Before
		if i >= n/2 {
			side = &halves.After
		}
		side.Runs = append(side.Runs, i)
	}
	return slices.DeleteFunc(s.compare(halves), func(c Change) bool { return c.What != Slower && c.What != Faster })
}
