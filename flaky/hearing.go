package flaky

import (
	"context"
	"slices"

	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// A hearing runs two trials in turn, one in which tests failed and one in which they
// passed, until the pairs say whether that makes a difference.
type hearing struct {
	would         Kind // of tests for which it does
	first, second suite.Trial
	condition     string      // of the first; the second is plain
	exclusive     bool        // nothing runs beside its trials but what they ask for
	self          bool        // there is one trial only: the test's later run in it is compared with the earlier one
	often         bool        // its trials are one test several times, and fail if any of these runs does
	by            suite.Order // the tests that would be its cause, if they are known
	cases         []*heard
}

// heard is one test of a hearing, and its positions in the two trials.
type heard struct {
	*suspect
	hearing       *hearing
	first, second int
	pairs         stats.Matched
	accepted      bool
	over          bool
}

func (h *hearing) add(v *suspect, first, second int) *heard {
	c := &heard{suspect: v, hearing: h, first: first, second: second}
	h.cases = append(h.cases, c)
	v.cases = append(v.cases, c)
	return c
}

func (h *hearing) open() bool {
	return slices.ContainsFunc(h.cases, func(c *heard) bool { return !c.over })
}

// What ends a hearing: evidence; so many pairs; or that the test was seen to fail and to
// pass in one and the same trial, and no pair of rates would explain the pairs so many times
// better than one rate for both.
const (
	mostPairs  = 24
	mostShort  = 80 // of trials of a few tests only
	short      = 6
	fewShort   = 6 // before that is said of them
	few        = 2
	firstPairs = 3
	nextPairs  = 2
	hopeless   = 1.5
)

// limits are how many pairs have to be heard before they can be hopeless, and how many are
// worth it at most.
func (h *hearing) limits() (least, most int) {
	if len(h.first.Order) <= short && len(h.second.Order) <= short {
		return fewShort, mostShort
	}
	return few, mostPairs
}

// hearAll runs pairs of all open hearings until each is over.
func (s *search) hearAll() error {
	for pairs := firstPairs; ; pairs = nextPairs {
		p := s.places()
		ran := false
		for _, h := range s.hearings {
			for range pairs {
				if !h.open() || s.out(0) {
					break
				}
				ran = true
				flip := s.random.IntN(2) == 1
				p.start(h.width(s.Workers), func(ctx context.Context) error { return s.pair(ctx, h, flip) })
			}
		}
		if err := p.wait(); err != nil || !ran {
			return err
		}
		s.decide()
	}
}

func (h *hearing) width(workers int) int {
	if h.exclusive {
		return workers
	}
	return 1 + len(h.first.Beside)
}

// pair runs the two trials one after the other, so that they cannot get in each other's
// way.
func (s *search) pair(ctx context.Context, h *hearing, flip bool) error {
	first, second := h.cut()
	var one, two func(int) verdict
	run := func(into *func(int) verdict, condition string, t suite.Trial) error {
		attempts, err := s.replay(ctx, condition, t)
		*into = s.verdicts(t.Order, attempts)
		return err
	}
	todo := []func() error{
		func() error { return run(&one, h.condition, first) },
		func() error { return run(&two, "", second) },
	}
	if h.self {
		todo[1] = func() error { two = one; return nil }
	} else if flip {
		slices.Reverse(todo)
	}
	for _, do := range todo {
		if err := do(); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range h.cases {
		if !c.over {
			if h.often {
				c.see(anyOf(one, c.first+1), anyOf(two, c.second+1))
			} else {
				c.see(one(c.first), two(c.second))
			}
		}
	}
	return nil
}

// cut are the trials as far as they are needed for tests that are still open.
func (h *hearing) cut() (first, second suite.Trial) {
	one, two := 0, 0
	for _, c := range h.cases {
		if !c.over {
			one, two = max(one, c.first), max(two, c.second)
		}
	}
	first, second = h.first, h.second
	first.Order = first.Order[:one+1]
	if !h.self {
		second.Order = second.Order[:two+1]
	}
	return first, second
}

// see counts a pair, if both say something.
func (c *heard) see(first, second verdict) {
	c.replays.Add(first)
	c.control.Add(second)
	switch [2]verdict{first, second} {
	case [2]verdict{failed, failed}:
		c.pairs.Both++
	case [2]verdict{failed, passed}:
		c.pairs.First++
	case [2]verdict{passed, failed}:
		c.pairs.Second++
	case [2]verdict{passed, passed}:
		c.pairs.Neither++
	}
}

// verdicts are what attempts say of their tests, where failures of an outage say
// nothing.
func (s *search) verdicts(order suite.Order, attempts []suite.Attempt) func(int) verdict {
	apart := map[int]bool{}
	if crowd, ok := s.ear.hear(order, attempts); ok {
		for _, i := range crowd.positions {
			apart[i] = true
		}
	}
	return func(at int) verdict {
		if at >= len(attempts) || apart[at] || !s.ear.speaks[order[at]] && s.ear.Speaks(attempts[at].Failure) {
			return unresolved
		}
		return suite.SayingOf(attempts[at])
	}
}

// decide closes hearings.
func (s *search) decide() {
	s.accept()
	for _, h := range s.hearings {
		least, most := h.limits()
		for _, c := range h.cases {
			p := c.pairs
			contrary := p.Both+p.Second+p.Neither > 0
			c.over = c.accepted || p.Of() >= most || contrary && p.Of() >= least && p.Fit() < hopeless
		}
	}
}

// accept says which differences are real, of all that were heard: of those a share of
// Alpha at most is expected not to be.
func (s *search) accept() {
	var cases []*heard
	var values []float64
	for _, h := range s.hearings {
		for _, c := range h.cases {
			cases = append(cases, c)
			values = append(values, c.pairs.EValue())
		}
	}
	for len(values) < len(s.found) {
		values = append(values, 0)
	}
	for i, ok := range stats.EBH(values, s.Alpha)[:len(cases)] {
		cases[i].accepted = ok
	}
}
