package flaky

import (
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// A chase narrows the tests that ran before a suspect down to one after which it still
// ends as it did: fails, or passes if it is brittle. Half of them are left out at a time,
// as if one were enough. If that is wrong, the last trial shows it, and whole orders are
// compared instead; for sets of tests there is package bisect.
type chase struct {
	*suspect
	effect     verdict
	candidates suite.Order
	quick      bool // its tries are glances
	found      bool // one test has the effect
	lost       bool
}

// parts splits the candidates into so many blocks, or as many as there are.
func (c *chase) parts(n int) []suite.Order {
	n = min(n, len(c.candidates))
	var blocks []suite.Order
	for i := range n {
		blocks = append(blocks, c.candidates[i*len(c.candidates)/n:(i+1)*len(c.candidates)/n])
	}
	return blocks
}

// chaseTwice goes after the culprits of suspects in forked processes where that can be, and
// in others after those that are not convicted so.
func (s *search) chaseTwice(chases []*chase) error {
	if !s.Hatched {
		return s.chaseAll(chases)
	}
	var quick []*chase
	for _, c := range chases {
		q := *c
		q.quick = true
		quick = append(quick, &q)
	}
	if err := s.chaseAll(quick); err != nil {
		return err
	}
	if err := s.hearAll(); err != nil {
		return err
	}
	return s.chaseAll(slices.DeleteFunc(chases, func(c *chase) bool { return c.decisive() != nil }))
}

// chaseAll goes after the culprits of suspects, and opens hearings of those that are
// found. Many tests have the same one: it is tried on all others before these are
// chased.
func (s *search) chaseAll(chases []*chase) error {
	left := slices.Clone(chases)
	for len(left) > 0 && !s.out(0) {
		wave := s.wave(left)
		if err := s.tryDirectly(wave); err != nil {
			return err
		}
		for {
			active := slices.DeleteFunc(slices.Clone(wave), func(c *chase) bool { return c.found || c.lost })
			if len(active) == 0 || s.out(0) {
				break
			}
			if err := s.narrow(active); err != nil {
				return err
			}
		}
		left = slices.DeleteFunc(left, func(c *chase) bool { return slices.Contains(wave, c) })
		if err := s.tryOthers(wave, left); err != nil {
			return err
		}
		left = slices.DeleteFunc(left, func(c *chase) bool { return c.found })
	}
	for _, c := range chases {
		if c.found {
			s.openCulprit(c)
		}
	}
	return nil
}

// wave are chases to begin with: one of each run, and more as far as there are workers.
func (s *search) wave(left []*chase) []*chase {
	var wave, rest []*chase
	seen := map[*Run]bool{}
	for _, c := range left {
		if seen[c.first.run] {
			rest = append(rest, c)
			continue
		}
		seen[c.first.run] = true
		wave = append(wave, c)
	}
	more := min(len(rest), max(0, s.Workers-len(wave)))
	return append(wave, rest[:more]...)
}

// victims are chases of suspects that failed again in the order in which they had.
func victims(suspects []*suspect) []*chase {
	var chases []*chase
	for _, v := range suspects {
		order := v.first.trial().Order
		before := slices.DeleteFunc(slices.Clone(order[:len(order)-1]), func(id suite.ID) bool { return id == v.test })
		if len(before) > 0 {
			chases = append(chases, &chase{suspect: v, effect: failed, candidates: before})
		}
	}
	return chases
}

// brittles are chases of suspects that failed alone: through the order in which they
// passed with the fewest tests before them.
func brittles(suspects []*suspect) []*chase {
	var chases []*chase
	for _, v := range suspects {
		var best suite.Order
		for _, p := range v.passed {
			if before := p.run.Trial.Order[:p.at]; p.plain() && p.at > 0 && (best == nil || len(before) < len(best)) {
				best = before
			}
		}
		if best != nil {
			chases = append(chases, &chase{suspect: v, effect: passed, candidates: slices.Clone(best)})
		}
	}
	return chases
}
