package flaky

import (
	"github.com/ptr-project/ptr/suite"
)

// openCulprit opens a hearing of one culprit: against a test after which the suspect passed
// or, for a brittle one, against nothing.
func (s *search) openCulprit(c *chase) {
	with := suite.Trial{Order: suite.Order{c.candidates[0], c.test}}
	alone := suite.Trial{Order: suite.Order{c.test}}
	h := &hearing{would: OrderDependent, first: with, second: alone, quick: c.quick, by: c.candidates}
	last := 0
	if c.effect == passed {
		h.would, h.first, h.second = Brittle, alone, with
		h.add(c.suspect, 0, 1)
	} else {
		if id := s.placebo(c); id != "" {
			h.second, last = suite.Trial{Order: suite.Order{id, c.test}}, 1
		}
		h.add(c.suspect, 1, last)
	}
	s.hearings = append(s.hearings, h)
}

// placebo is a test right after which the suspect passed, in the same process; "" if there
// is none.
func (s *search) placebo(c *chase) suite.ID {
	unit := s.Tests[s.index[c.test]].Unit
	for _, p := range c.passed {
		if !p.plain() || p.at == 0 {
			continue
		}
		id := p.run.Trial.Order[p.at-1]
		if id != c.candidates[0] && s.Tests[s.index[id]].Unit == unit {
			return id
		}
	}
	return ""
}

// plain reports whether it is of a plain run of each test once, by one worker.
func (f sighting) plain() bool {
	r := f.run
	return r.Condition == "" && r.Kind != Ordinary && r.Kind != Doubled && r.Kind != Conflicting
}
