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

// A Result is what is known of a test that failed.
type Result struct {
	Test  suite.ID
	Kind  Kind
	Why   string // what the kind follows from
	Cells []Cell

	// Rate is that of the failures as in CI, in plain runs, at 95 % confidence.
	Rate stats.Interval
	InCI Count

	Alone   Count // in fresh processes with nothing before it
	Again   Count // right after itself, where it had passed before
	Replays Count // in the order in which it failed, run again
	Control Count // in one in which it had passed

	// EValue is the evidence for a kind that names a dependence: if there were none, it would be
	// so great with a probability of 1/EValue at most. 0 for other kinds.
	EValue float64

	// Failing is the shortest trial known in which it fails, and Hits how often it did when
	// that was run again. Passing is one in which it passes, if failing depends on that.
	Failing   suite.Trial
	Condition string // of Failing
	Hits      Count
	Passing   suite.Trial

	// By is the test that makes it fail or, if it is brittle, pass. Others may do so, too. Empty
	// if it is not known: ptrbisect finds sets of tests, and more.
	By suite.Order

	Failures []Failure // the ways in which it failed, the most frequent first
}

// A Cell is how a test ended under one condition in one kind of order, a run at a time.
type Cell struct {
	Condition string
	Order     OrderKind
	Count
}

// A Failure is one way to fail.
type Failure struct {
	Signature suite.Signature
	Runs      int           // in which it failed so
	Example   suite.Attempt // the first
	Run       string        // the name of the run that it is from
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
	r.Causes = causes(runs, r.Flaky)
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

func (s *search) result(v *suspect) Result {
	r := Result{
		Test: v.test, Kind: v.kind, Why: v.why, Cells: v.cells(),
		Alone: v.alone, Again: v.again, Replays: v.replays, Control: v.control, Failures: v.failures(),
	}
	for _, c := range r.Cells {
		if c.Condition == "" && c.Order.Natural() {
			r.InCI.Failed += c.Failed
			r.InCI.Passed += c.Passed
		}
	}
	r.Rate = s.interval(r.InCI.Failed, r.InCI.Of())
	r.Failing, r.Condition, r.Hits = v.first.trial(), v.first.run.Condition, v.replays
	if v.alone.Failed > 0 {
		r.Failing, r.Hits = suite.Trial{Order: suite.Order{v.test}}, v.alone
	}
	if c := v.decisive(); c != nil {
		r.EValue, r.By = c.pairs.EValue(), c.hearing.by
		r.Failing, r.Passing = c.trials()
		r.Hits = Count{c.pairs.Both + c.pairs.First, c.pairs.Second + c.pairs.Neither}
	}
	return r
}

// cells are the counts of a record.
func (r record) cells() []Cell {
	var cells []Cell
	at := func(run *Run) *Count {
		for i, c := range cells {
			if c.Condition == run.Condition && c.Order == run.Kind {
				return &cells[i].Count
			}
		}
		cells = append(cells, Cell{Condition: run.Condition, Order: run.Kind})
		return &cells[len(cells)-1].Count
	}
	for _, f := range r.failed {
		at(f.run).Failed++
	}
	for _, p := range r.passed {
		at(p.run).Passed++
	}
	return cells
}

// failures are the ways to fail of a record.
func (r record) failures() []Failure {
	var all []Failure
	for _, f := range r.failed {
		a := f.attempt()
		sign := suite.SignatureOf(a)
		i := slices.IndexFunc(all, func(o Failure) bool { return o.Signature == sign })
		if i < 0 {
			i = len(all)
			all = append(all, Failure{Signature: sign, Example: a, Run: f.run.Name})
		}
		all[i].Runs++
	}
	slices.SortStableFunc(all, func(a, b Failure) int { return cmp.Compare(b.Runs, a.Runs) })
	return all
}

// trials are those of a hearing that matter to one test.
func (c *heard) trials() (failing, passing suite.Trial) {
	h := c.hearing
	failing, passing = h.first, h.second
	failing.Order = failing.Order[:c.first+1]
	if h.self {
		return failing, suite.Trial{Order: failing.Order[:1]}
	}
	passing.Order = passing.Order[:c.second+1]
	return failing, passing
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
