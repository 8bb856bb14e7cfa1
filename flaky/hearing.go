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
	condition     string      // of the first
	against       string      // of the second, which is plain but for what luck deals
	exclusive     bool        // nothing runs beside its trials but what they ask for
	self          bool        // there is one trial only: the test's later run in it is compared with the earlier one
	quick         bool        // its trials are glances, until these have shown a difference
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
	anew          int // pairs of replays that have shown what glances had
	accepted      bool
	over          bool
}

// sure reports whether what was heard has been seen in processes that start by themselves.
func (c *heard) sure() bool { return !c.hearing.quick || c.anew >= surely }

func (h *hearing) add(v *suspect, first, second int) *heard {
	c := &heard{suspect: v, hearing: h, first: first, second: second}
	h.cases = append(h.cases, c)
	v.cases = append(v.cases, c)
	return c
}

func (h *hearing) open() bool {
	return slices.ContainsFunc(h.cases, func(c *heard) bool { return !c.over })
}

// shown reports whether a difference has been seen of all its tests that are not done with.
func (h *hearing) shown() bool {
	return !slices.ContainsFunc(h.cases, func(c *heard) bool { return !c.over && !c.accepted })
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
	surely     = 2 // of replays, after glances
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
			quick := h.quick && !h.shown() // its pairs may find out that it is not
			for range pairs {
				if !h.open() || s.out(0) {
					break
				}
				ran = true
				flip := s.random.IntN(2) == 1
				p.start(h.width(s.Workers), func(ctx context.Context) error { return s.pair(ctx, h, quick, flip) })
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

// decide closes hearings.
func (s *search) decide() {
	s.accept()
	for _, h := range s.hearings {
		least, most := h.limits()
		for _, c := range h.cases {
			p := c.pairs
			contrary := p.Both+p.Second+p.Neither > 0
			c.over = c.accepted && c.sure() || p.Of() >= most || contrary && p.Of() >= least && p.Fit() < hopeless
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
