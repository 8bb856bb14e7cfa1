package bisect

import (
	"context"
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// A PairFinding is what a test and all others do to each other, in one process.
type PairFinding struct {
	Test  suite.ID `json:"test"`
	By    Finding  `json:"by"`    // what the others do to it
	Makes []Effect `json:"makes"` // what it does to others

	Rounds int `json:"rounds"`
	Tests  int `json:"test_runs"`
}

// An Effect is another test that ends otherwise behind the one that is looked at.
type Effect struct {
	Test  suite.ID `json:"test"`
	Fails bool     `json:"fails"` // behind it; else it fails without
	Cause Cause    `json:"cause"`
}

// Pair runs a test, the victim of the options, behind and before all tests of their order.
// Others run in lanes behind it, once with it and once without; exhaustive has each of them
// run alone with it, which sees what tests in between would undo.
func Pair(ctx context.Context, o Options, exhaustive bool) (PairFinding, error) {
	f := PairFinding{Test: o.Victim}
	var err error
	if f.By, err = newSearch(ctx, o).finish(); err != nil {
		return f, err
	}
	f.Rounds, f.Tests = f.By.Rounds, f.By.Tests
	s := newSearch(ctx, o)
	lanes := split(s.lab.Order, s.lab.Workers)
	if exhaustive {
		lanes = split(s.lab.Order, len(s.lab.Order))
	}
	changed, err := s.changed(lanes)
	if err != nil {
		return f, err
	}
	f.Rounds, f.Tests = f.Rounds+s.lab.rounds, f.Tests+s.lab.tests
	for _, c := range changed {
		if err := c.hear(ctx, o, &f); err != nil {
			return f, err
		}
	}
	return f, nil
}

// A change is a test that ended otherwise behind another.
type change struct {
	test  suite.ID
	fails bool // behind it
	known suite.Signature
}

// changed runs lanes with the victim before them, and without.
func (s *search) changed(lanes [][]suite.ID) ([]change, error) {
	var trials []suite.Trial
	ends := map[int][]suite.Attempt{}
	for _, lane := range lanes {
		with := suite.Trial{Order: append(suite.Order{s.lab.Victim}, lane...)}
		trials = append(trials, with, suite.Trial{Order: lane})
	}
	if _, err := s.lab.runAll("all others, behind it and without it", trials, func(i int, attempts []suite.Attempt) { ends[i] = attempts }); err != nil {
		return nil, err
	}
	var all []change
	for i := range lanes {
		with, without := ends[2*i], ends[2*i+1]
		for j := range lanes[i] {
			if j+1 >= len(with) || j >= len(without) {
				break
			}
			a, b := with[j+1], without[j]
			switch {
			case a.Outcome.Bad() && b.Outcome.Good():
				all = append(all, change{a.Test, true, suite.SignatureOf(a)})
			case a.Outcome.Good() && b.Outcome.Bad():
				all = append(all, change{b.Test, false, suite.SignatureOf(b)})
			}
		}
	}
	return all, nil
}

// hear compares pairs: the changed test behind the one that is looked at, and behind
// another. It adds to f what that takes, and the effect, if there is one.
func (c change) hear(ctx context.Context, o Options, f *PairFinding) error {
	test := o.Victim
	o.Victim, o.Known = c.test, c.known
	o.Order = append(without(o.Order, []suite.ID{c.test}), test)
	s := newSearch(ctx, o)
	effect := failed
	if !c.fails {
		effect = passed
	}
	h := newChase(s.hunt(effect, slices.Clone(s.lab.Order)))
	err := h.confirm([][]suite.ID{{test}})
	f.Rounds, f.Tests = f.Rounds+s.lab.rounds, f.Tests+s.lab.tests
	if err == nil && len(h.causes) > 0 {
		f.Makes = append(f.Makes, Effect{c.test, c.fails, h.causes[0]})
	}
	return err
}
