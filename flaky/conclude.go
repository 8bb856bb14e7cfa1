package flaky

import (
	"fmt"
	"slices"

	"github.com/ptr-project/ptr/suite"
)

const inTheSame = "failed and passed in the same order"

// conclude names the kinds by what was heard.
func (s *search) conclude() {
	s.accept()
	for _, v := range s.found {
		if c := v.decisive(); c != nil {
			v.decide(c.hearing.would, c.reason())
			continue
		}
		if v.open() {
			v.doubt()
		}
		if v.kind == Nondeterministic && v.first.run.Condition == "" {
			v.why = fmt.Sprintf("%s; failed %d of %d times with nothing before it", inTheSame, v.alone.Failed, v.alone.Of())
		}
	}
}

// concludeEarly names what failed before anything was run again, if a search has not come
// any further.
func (s *search) concludeEarly() {
	if s.found != nil {
		return
	}
	s.found = s.suspects()
	for _, v := range s.found {
		s.giveUp(v)
	}
	s.conclude()
}

// decisive is the hearing that showed what the test depends on; nil if none did.
func (v *suspect) decisive() *heard {
	for _, c := range v.cases {
		if c.accepted && c.sure() {
			return c
		}
	}
	return nil
}

// reason says what was heard.
func (c *heard) reason() string {
	n := c.pairs.Of()
	with, without := c.pairs.Both+c.pairs.First, c.pairs.Both+c.pairs.Second
	named := len(c.hearing.by) > 0
	switch c.hearing.would {
	case OrderDependent:
		if named {
			return fmt.Sprintf("failed %d of %d times right after one test, and %d of %d without it", with, n, without, n)
		}
	case Brittle:
		if named {
			return fmt.Sprintf("failed %d of %d times with nothing before it, and %d of %d after another test", with, n, without, n)
		}
		return fmt.Sprintf("failed %d of %d times with nothing before it, and %d of %d in an order in which it had passed", with, n, without, n)
	case NonIdempotent:
		return fmt.Sprintf("failed %d of %d times right after itself, and %d of %d before", with, n, without, n)
	case NeedsNeighbours:
		return fmt.Sprintf("failed %d of %d times beside others, and %d of %d with the machine for itself", with, n, without, n)
	case Nondeterministic:
		return fmt.Sprintf("failed %d of %d times with %s, and %d of %d with %s", with, n, c.hearing.condition, without, n, c.hearing.against)
	case Provoked:
		return fmt.Sprintf("failed %d of %d times perturbed, and %d of %d without, in the same order", with, n, without, n)
	}
	return fmt.Sprintf("failed %d of %d times in one order, and %d of %d in another", with, n, without, n)
}

// enoughFailures is in how many orders a test has to fail that never passed, for nothing to
// be tried with it.
const enoughFailures = 5

// giveUp decides of a test that it always fails if it never passed, in CI's order and its
// reverse neither: what fails of one other test would have, unless that comes first in
// every order.
func (s *search) giveUp(v *suspect) {
	if s.comesLater(v.test) {
		return
	}
	kinds := map[OrderKind]bool{}
	for _, f := range v.failed {
		kinds[f.run.Kind] = true
	}
	if len(v.passed) == 0 && len(v.failed) >= enoughFailures && kinds[AsInCI] && kinds[Reversed] {
		v.decide(AlwaysFails, fmt.Sprintf("failed in all of %d runs, whatever their order", len(v.failed)))
	}
}

// comesLater reports whether there are tests of a kind that always comes before that of
// this test.
func (s *search) comesLater(id suite.ID) bool {
	t := s.Tests[s.index[id]]
	first := slices.IndexFunc(s.Tests, func(other suite.Test) bool { return other.Unit == t.Unit })
	return s.Tests[first].Kind != t.Kind
}

// doubt is what remains where nothing was accepted.
func (v *suspect) doubt() {
	switch {
	case v.first.run.Condition != "" && v.control.Failed > 0:
		v.decide(Nondeterministic, "failed without the perturbation too, when its order was run again")
	case v.first.run.Condition != "":
		v.decide(Provoked, "failed under a perturbation only; there is too little evidence that it was the cause")
	case v.contrary():
		v.decide(Nondeterministic, inTheSame)
	default:
		v.decide(Undecided, "there was no time to run it again")
	}
}
