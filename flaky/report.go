package flaky

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// A Report is what a search has found.
type Report struct {
	Runs     []Run         // orders, in the order in which they were begun, those of the past first
	Tests    int           // of the suite
	Explored int           // how many tests ran in orders, those of the past left out
	Replays  int           // trials that were run to say why
	Replayed int           // how many tests ran in these
	Took     time.Duration // in all
	Stopped  Stop

	Flaky    []Result // tests that failed, without those that did in outages only; what CI sees most comes first
	Causes   []Cause  // what they failed of, the most expensive first
	Outages  []Outage
	Suite    Suite
	Steady   Steady
	Coverage Coverage
	Alpha    float64 // the share of kinds that name a dependence which may be wrong
}

// Suite is how often everything passed, as in CI, in plain runs. Outages count, too.
type Suite struct {
	Runs    int
	Green   int
	Outages int            // runs that were red for an outage only
	Rate    stats.Interval // of green runs, at 95 % confidence
}

// Steady are the tests that never failed in a plain run.
type Steady struct {
	Tests int
	Runs  int     // plain ones
	One   float64 // any one of them fails in a smaller share of runs, at 95 % confidence
	All   float64 // the same of all of them at once
}

func (s *search) report() Report {
	r := Report{
		Tests: len(s.Tests), Replays: s.cost.trials, Replayed: s.cost.tests,
		Took: s.Now().Sub(s.began), Stopped: s.stopped, Alpha: s.Alpha,
	}
	var runs []*Run
	for _, run := range s.runs {
		if run == nil {
			continue
		}
		runs = append(runs, run)
		r.Runs = append(r.Runs, *run)
		if !run.Past {
			r.Explored += len(run.Trial.Order)
		}
	}
	for _, v := range s.found {
		r.Flaky = append(r.Flaky, s.result(v))
	}
	slices.SortStableFunc(r.Flaky, func(a, b Result) int { return cmp.Compare(b.InCI.Failed, a.InCI.Failed) })
	r.Suite = s.suite(runs)
	r.Steady = s.steady(runs)
	r.Outages = outages(runs)
	r.Causes = causesOf(runs, r.Flaky)
	r.Coverage = cover(runs, s.Tests, s.Conflicts)
	return r
}

// interval is that of a rate: one that may be looked at after every run, if the search
// stopped for what it saw.
func (s *search) interval(k, n int) stats.Interval {
	if s.Until.set() {
		return stats.ConfidenceSequence(k, n, confidence)
	}
	return stats.Jeffreys(k, n, confidence)
}

// suite counts runs as CI would see them.
func (s *search) suite(runs []*Run) Suite {
	var u Suite
	for _, r := range runs {
		if r.Condition != "" || !r.Kind.Natural() {
			continue
		}
		u.Runs++
		red := redFor(r)
		switch {
		case len(red) > 0:
		case len(r.apart) > 0:
			u.Outages++
		default:
			u.Green++
		}
	}
	u.Rate = s.interval(u.Green, u.Runs)
	return u
}

// redFor are the tests that failed in a run, but for outages.
func redFor(r *Run) map[suite.ID]bool {
	red := map[suite.ID]bool{}
	for i := range r.Attempts {
		if r.verdict(i) == failed {
			red[r.Trial.Order[i]] = true
		}
	}
	return red
}

// steady bounds the rate of what never failed, as the rule of three does but exactly: in n
// runs that all passed.
func (s *search) steady(runs []*Run) Steady {
	var t Steady
	ever := map[suite.ID]bool{}
	for _, r := range runs {
		if r.Condition == "" {
			t.Runs++
			for id := range redFor(r) {
				ever[id] = true
			}
		}
	}
	t.Tests = len(s.Tests) - len(ever)
	t.One, t.All = 1, 1
	if t.Runs > 0 && t.Tests > 0 {
		miss := 1 - confidence
		t.One = 1 - math.Pow(miss, 1/float64(t.Runs))
		t.All = 1 - math.Pow(miss/float64(t.Tests), 1/float64(t.Runs))
	}
	if s.Until.set() {
		t.One = stats.ConfidenceSequence(0, t.Runs, confidence).High
		t.All = stats.ConfidenceSequence(0, t.Runs, 1-(1-confidence)/float64(max(1, t.Tests))).High
	}
	return t
}
