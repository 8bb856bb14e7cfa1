package flaky

import (
	"context"
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

// A try is tests that are run before a suspect.
type try struct {
	*chase
	before suite.Order
	shown  bool // the effect
}

// tryAll runs tries.
func (s *search) tryAll(tries []*try) error {
	p := s.places()
	for _, t := range tries {
		trial := suite.Trial{Order: append(slices.Clone(t.before), t.test)}
		p.start(1, func(ctx context.Context) error {
			attempts, err := s.replay(ctx, "", trial)
			t.shown = err == nil && s.verdicts(trial.Order, attempts)(len(trial.Order)-1) == t.effect
			return err
		})
	}
	return p.wait()
}

// narrow goes on with the last block of each chase that has the effect or, if none of them
// has, with the first, which has not been tried unless nothing else is left.
func (s *search) narrow(active []*chase) error {
	var tries []*try
	for _, c := range active {
		blocks := c.parts(2 + max(0, s.Workers/len(active)-1))
		for _, block := range blocks[min(1, len(blocks)-1):] {
			tries = append(tries, &try{chase: c, before: block})
		}
		c.candidates = blocks[0]
	}
	if err := s.tryAll(tries); err != nil {
		return err
	}
	for _, t := range tries {
		switch {
		case t.shown:
			t.candidates = t.before
			t.found = len(t.before) == 1
		case len(t.before) == 1 && slices.Equal(t.candidates, t.before):
			t.lost = true
		}
	}
	return nil
}

// direct is how many tests are tried at once, before any are narrowed down.
const direct = 6

// tryDirectly tries what is likely: the test just before, and those that are known to write
// what the suspect reads.
func (s *search) tryDirectly(chases []*chase) error {
	writes := map[pair]bool{}
	for _, k := range s.Conflicts {
		writes[pair{k.Writer, k.Reader}] = true
	}
	var tries []*try
	for _, c := range chases {
		likely := []suite.ID{c.candidates[len(c.candidates)-1]}
		for i := len(c.candidates) - 2; i >= 0 && len(likely) < direct; i-- {
			if writer := c.candidates[i]; writes[pair{writer, c.test}] {
				likely = append(likely, writer)
			}
		}
		for _, id := range likely {
			tries = append(tries, &try{chase: c, before: suite.Order{id}})
		}
	}
	return s.keepShown(tries)
}

// tryOthers tries culprits that were found on suspects that had run after them.
func (s *search) tryOthers(wave, left []*chase) error {
	var tries []*try
	for _, found := range wave {
		for _, c := range left {
			if found.found && found.effect == c.effect && slices.Contains(c.candidates, found.candidates[0]) {
				tries = append(tries, &try{chase: c, before: found.candidates})
			}
		}
	}
	return s.keepShown(tries)
}

func (s *search) keepShown(tries []*try) error {
	if err := s.tryAll(tries); err != nil {
		return err
	}
	for _, t := range tries {
		if t.shown && !t.found {
			t.candidates, t.found = t.before, true
		}
	}
	return nil
}

// openCulprit opens a hearing of one culprit: against a test after which the suspect passed
// or, for a brittle one, against nothing.
func (s *search) openCulprit(c *chase) {
	with := suite.Trial{Order: suite.Order{c.candidates[0], c.test}}
	alone := suite.Trial{Order: suite.Order{c.test}}
	h := &hearing{would: OrderDependent, first: with, second: alone, by: c.candidates}
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
