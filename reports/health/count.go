package health

import (
	"slices"
	"time"

	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// confidence is that of all intervals.
const confidence = 0.95

// bad reports whether v makes a run red.
func bad(v suite.Verdict) bool { return v == suite.Failed || v == suite.Errored }

// ran reports whether v tells how a test is.
func ran(v suite.Verdict) bool { return v == suite.Passed || v == suite.Flaky || bad(v) }

// A Count is how often something happened.
type Count struct {
	Bad, Of int
	Rate    stats.Interval // of Bad among Of, at 95 %
}

func count(bad, of int) Count { return Count{bad, of, stats.Jeffreys(bad, of, confidence)} }

// counter makes counts, each interval once.
type counter map[[2]int]stats.Interval

func (c counter) count(bad, of int) Count {
	key := [2]int{bad, of}
	rate, known := c[key]
	if !known {
		rate = stats.Jeffreys(bad, of, confidence)
		c[key] = rate
	}
	return Count{bad, of, rate}
}

// A Tally is what a test's results amount to.
type Tally struct {
	Passed, Failed, Flaky, Skipped, NotRun int
	Latest                                 suite.Verdict // of the last run that had it
	Rate                                   Count         // of runs that it failed, or passed only when retried, among those that ran it
	Median, High                           time.Duration // the median and the 95th percentile of what it takes
}

// Wrong is in how many runs something was wrong with the test.
func (t Tally) Wrong() int { return t.Failed + t.Flaky }

func (c counter) tally(t Test) Tally {
	var sum Tally
	var took []time.Duration
	for _, r := range t.Results {
		switch r.Verdict {
		case suite.Passed:
			sum.Passed++
		case suite.Failed, suite.Errored:
			sum.Failed++
		case suite.Flaky:
			sum.Flaky++
		case suite.Skipped:
			sum.Skipped++
		case suite.NotRun:
			sum.NotRun++
		default:
			continue
		}
		sum.Latest = r.Verdict
		if r.Duration > 0 && ran(r.Verdict) {
			took = append(took, r.Duration)
		}
	}
	sum.Rate = c.count(sum.Wrong(), sum.Wrong()+sum.Passed)
	slices.Sort(took)
	sum.Median, sum.High = quantile(took, 0.5), quantile(took, 0.95)
	return sum
}

// quantile is that of sorted values, the nearest from below; 0 of none.
func quantile(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(q*float64(len(sorted)-1))]
}
