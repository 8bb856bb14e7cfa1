package health

import (
	"fmt"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/stats"
)

// A Verdict is what a report comes to.
type Verdict struct {
	Level Level
	Text  string // a sentence
	More  string // what follows from it, a few sentences; may be ""
}

// A Level is how a verdict looks from afar.
type Level string

// The levels.
const (
	Good     Level = "good"     // nothing failed
	Doubtful Level = "doubtful" // something did, but not in the latest run
	Bad      Level = "bad"      // the latest run failed
)

// verdict is that of v.
func (v *view) verdict() Verdict {
	n, red := len(v.counted), len(v.red)
	switch {
	case v.Compared != nil:
		return v.Compared.verdict(v.changes)
	case n == 0:
		return Verdict{Doubtful, "There are no runs.", ""}
	case n == 1:
		return v.ofOne()
	case red == 0 && v.whole() < n:
		return v.ofCut(n)
	case red == 0 && v.flaky == 0:
		return Verdict{Good, fmt.Sprintf("All %d runs passed.", n), v.unseen(n)}
	case red == 0:
		return Verdict{Doubtful, fmt.Sprintf("All %d runs passed, but %s needed retries.", n, reports.Plural(v.flaky, "test")), v.mending()}
	}
	level, latest := Doubtful, "the latest passed"
	if isRed(v.Runs[v.counted[n-1]]) {
		level, latest = Bad, "the latest too"
	}
	if red == n {
		return Verdict{Bad, fmt.Sprintf("All %d runs failed.", n), v.mending()}
	}
	return Verdict{level, fmt.Sprintf("%d of %d runs failed, %s.", red, n, latest), v.mending()}
}

// ofOne is the verdict on a single run that counts. Runs under other conditions tell more
// of what failed.
func (v *view) ofOne() Verdict {
	one, more := "The one run", "One run cannot tell a flaky test from a sound or a broken one: more runs can."
	if len(v.Runs) > 1 {
		one, more = "The one ordinary run", v.mending()
	}
	c := v.Runs[v.counted[0]].Counts
	switch {
	case len(v.red) > 0 && c.Failed+c.Broken == 0:
		return Verdict{Bad, one + " failed: " + reports.Plural(c.Units, "package") + " did as a whole.", more}
	case len(v.red) > 0:
		return Verdict{Bad, fmt.Sprintf("%s failed: %s of %s.", one, reports.Thousands(c.Failed+c.Broken), reports.Plural(c.Tests(), "test")), more}
	case v.whole() == 0:
		return Verdict{Doubtful, fmt.Sprintf("%s was cut short: %s of %s passed, and none failed.", one, reports.Thousands(c.Tests()-c.NotRun), reports.Plural(c.Tests(), "test")), more}
	case v.flaky > 0:
		return Verdict{Doubtful, fmt.Sprintf("%s passed, but %s needed retries.", one, reports.Plural(v.flaky, "test")), more}
	case len(v.Causes) > 0:
		return Verdict{Doubtful, fmt.Sprintf("%s passed: %s; others failed.", one, reports.Plural(c.Tests(), "test")), more}
	}
	return Verdict{Good, fmt.Sprintf("%s passed: %s.", one, reports.Plural(c.Tests(), "test")), more}
}

// whole is how many of the runs that count ended by themselves.
func (v *view) whole() int {
	n := 0
	for _, run := range v.counted {
		if v.Runs[run].Whole() {
			n++
		}
	}
	return n
}

// ofCut is the verdict on n runs of which none failed, and some were cut short.
func (v *view) ofCut(n int) Verdict {
	whole := v.whole()
	if whole == 0 {
		return Verdict{Doubtful, fmt.Sprintf("All %d runs were cut short; in what they ran nothing failed.", n), ""}
	}
	return Verdict{Doubtful, fmt.Sprintf("%d of %d runs passed, and the others were cut short without a failure.", whole, n), v.unseen(whole)}
}

// unseen is what n whole runs without a failure do not rule out.
func (v *view) unseen(n int) string {
	return fmt.Sprintf("Any one test fails in fewer than %s of runs (95 %% confidence).", percent(1-stats.ClopperPearson(n, n, 0.9).Low))
}

// mending says what mending the first causes would bring.
func (v *view) mending() string {
	causes := v.causes
	if len(causes) == 0 {
		return "What failed left no trace: those runs were cut short."
	}
	text := reports.Plural(len(causes), "cause") + " behind it. "
	if len(causes) == 1 {
		text = "One cause is behind it. "
	}
	red, first := len(v.red), causes[0]
	switch {
	case red == 0 || first.Kind == Infrastructure:
	case first.Saves == red && len(causes) > 1:
		text += "Without the first, no run would have failed. "
	case first.Saves > 0 && len(causes) > 1:
		text += fmt.Sprintf("Without the first, %d of %d runs would have failed instead of %d. ", red-first.Saves, len(v.counted), red)
	}
	if others := len(v.Runs) - len(v.counted); others > 0 {
		text += fmt.Sprintf("%s under other conditions, which are told apart. ", reports.Plural(others, "more run"))
	}
	if never := v.sound(); never > 0 {
		text += fmt.Sprintf("%s never failed.", reports.Plural(never, "test"))
	}
	return text
}

// sound is how many tests ran, and never went wrong.
func (v *view) sound() int {
	n := 0
	for _, t := range v.tallies {
		if t.Passed > 0 && t.Wrong() == 0 {
			n++
		}
	}
	return n
}

// percent is a rate in (0,1) with two digits that matter.
func percent(rate float64) string {
	switch p := 100 * rate; {
	case p == 0:
		return "0 %"
	case p < 0.095:
		return fmt.Sprintf("%.2f %%", p)
	case p < 9.95:
		return fmt.Sprintf("%.1f %%", p)
	default:
		return fmt.Sprintf("%.0f %%", p)
	}
}
