package flaky

import (
	"cmp"
	"slices"

	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// A Result is what is known of a test that failed.
type Result struct {
	Test  suite.ID
	Kind  Kind
	Why   string // what the kind follows from
	Cells []Cell

	// Rate is that of the failures as in CI, in plain runs, at 95 % confidence.
	Rate stats.Interval
	InCI suite.Count

	Alone   suite.Count // in fresh processes with nothing before it
	Again   suite.Count // right after itself, where it had passed before
	Replays suite.Count // in the order in which it failed, run again
	Control suite.Count // in one in which it had passed

	// EValue is the evidence for a kind that names a dependence, or for what decides which luck
	// deals: if there were none, it would be so great with a probability of 1/EValue at most. 0
	// for others.
	EValue float64

	// Failing is the shortest trial known in which it fails, and Hits how often it did when
	// that was run again. Passing is one in which it passes, if failing depends on that.
	Failing   suite.Trial
	Condition string // of Failing
	Hits      suite.Count
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
	suite.Count
}

// A Failure is one way to fail.
type Failure struct {
	Signature suite.Signature
	Runs      int           // in which it failed so
	Example   suite.Attempt // the first
	Run       string        // the name of the run that it is from
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
		r.Condition = c.hearing.condition
		r.Hits = suite.Count{Failed: c.pairs.Both + c.pairs.First, Passed: c.pairs.Second + c.pairs.Neither}
	}
	return r
}

// cells are the counts of a record.
func (r record) cells() []Cell {
	var cells []Cell
	at := func(run *Run) *suite.Count {
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
