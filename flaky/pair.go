package flaky

import (
	"context"
	"slices"

	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// pair runs the two trials one after the other, so that they cannot get in each other's
// way.
func (s *search) pair(ctx context.Context, h *hearing, quick, flip bool) error {
	first, second := h.cut()
	var one, two func(int) verdict
	run := func(into *func(int) verdict, condition string, t suite.Trial) error {
		attempts, err := s.by(quick)(ctx, condition, t)
		*into = s.verdicts(t.Order, attempts)
		return err
	}
	todo := []func() error{
		func() error { return run(&one, h.condition, first) },
		func() error { return run(&two, h.against, second) },
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
		if c.over {
			continue
		}
		first, second := one(c.first), two(c.second)
		if h.often {
			first, second = anyOf(one, c.first+1), anyOf(two, c.second+1)
		}
		if !quick {
			c.makeSure(first, second)
			c.replays.Add(first)
			c.control.Add(second)
		}
		c.see(first, second)
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

// makeSure looks whether a pair of replays shows what glances have; if not, all that these
// have shown is forgotten.
func (c *heard) makeSure(first, second verdict) {
	switch {
	case !c.hearing.quick || first == unresolved || second == unresolved:
	case first == failed && second == passed:
		c.anew++
	default:
		c.hearing.quick, c.pairs, c.accepted = false, stats.Matched{}, false
	}
}

// see counts a pair, if both say something.
func (c *heard) see(first, second verdict) {
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
