package flaky

import (
	"time"

	"github.com/ptr-project/ptr/stats"
)

// Until ends a search when enough is known, at 95 % confidence. It is looked at after
// every run, so that intervals of rates are confidence sequences then.
type Until struct {
	// Bound is the rate that every test which never failed is to be known to stay below, in
	// plain orders; 0 asks for nothing.
	Bound float64
	// Width is how wide the interval of a flaky test's rate, as in CI, may be; 0 asks for
	// nothing.
	Width float64
}

func (u Until) set() bool { return u.Bound > 0 || u.Width > 0 }

// A Stop says why no more orders were run.
type Stop string

// The reasons to stop.
const (
	AllRuns     Stop = "as many orders as were asked for"
	OutOfTime   Stop = "the time was up"
	Enough      Stop = "as precise as was asked for"
	Complete    Stop = "every test has run right after every other"
	Interrupted Stop = "interrupted"
)

// confidence is that of every interval in a report.
const confidence = 0.95

// exploring is the share of a budget that may go into new orders: the rest is for
// replays.
const exploring = 0.6

// enough is the reason why no further order is to be run; "" if there is none. Those that
// are under way count as run.
func (s *search) enough(begun int) Stop {
	switch {
	case s.Runs > 0 && begun >= s.Runs:
		return AllRuns
	case s.Budget > 0 && s.left(exploring) < s.usual(s.runs):
		return OutOfTime
	case s.Until.set() && s.precise():
		return Enough
	}
	return ""
}

// left is what is left of a share of the budget.
func (s *search) left(share float64) time.Duration {
	return time.Duration(share*float64(s.Budget)) - s.Now().Sub(s.began)
}

// usual is how long a run takes, by those that have ended.
func (s *search) usual(runs []*Run) time.Duration {
	var sum time.Duration
	n := 0
	for _, r := range runs {
		if r != nil && !r.Past {
			sum += r.Took
			n++
		}
	}
	return sum / time.Duration(max(1, n))
}

// precise reports whether rates are known as well as was asked for.
func (s *search) precise() bool {
	plain, natural := 0, 0
	failures := map[int]int{} // of a test, as in CI
	ever := map[int]bool{}
	for _, r := range s.runs {
		if r == nil || r.Condition != "" {
			continue
		}
		plain++
		if r.Kind.Natural() {
			natural++
		}
		for i := range r.Attempts {
			if r.verdict(i) == failed {
				t := s.index[r.Trial.Order[i]]
				ever[t] = true
				if r.Kind.Natural() {
					failures[t]++
				}
			}
		}
	}
	if u := s.Until.Bound; u > 0 && stats.ConfidenceSequence(0, plain, confidence).High > u {
		return false
	}
	if s.Until.Width == 0 {
		return true
	}
	for t := range ever {
		i := stats.ConfidenceSequence(min(failures[t], natural), natural, confidence)
		if i.High-i.Low > s.Until.Width {
			return false
		}
	}
	return natural > 0
}
