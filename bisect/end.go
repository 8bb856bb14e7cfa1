package bisect

import (
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// earlier goes after tests that the victim cannot run between, being of kinds that come
// first: if nobody of its own kind is found, they may need some of these; else others may
// each be enough. What it finds is added to f.
func (s *search) earlier(f *Finding) (ok bool, err error) {
	if len(s.lab.Earlier) == 0 {
		return false, nil
	}
	tests := slices.Clone(s.lab.Earlier)
	if len(f.Causes) == 0 {
		tests = append(tests, s.lab.Order...)
	}
	s.lab.why = "tests of kinds that come first in a process can't run between its runs: parts of these"
	found, ok, err := s.atTheEnd(Victim, s.hunt(failed, tests), len(f.Causes) == 0)
	found.Causes, found.Unlucky = append(f.Causes, found.Causes...), append(f.Unlucky, found.Unlucky...)
	*f = found
	return ok, err
}

// atTheEnd goes after tests behind which the victim runs once, as the last: one set after
// the other, each without those that were found before, until the rest has no effect. One is
// heard while the next is looked for. seen is as of [hunt.partition].
func (s *search) atTheEnd(kind Kind, h *hunt, seen bool) (f Finding, ok bool, err error) {
	h.once = true
	c := newChase(h)
	for known := -1; known < len(c.accused) && c.heard < c.Most && len(c.unlucky) == 0; {
		known = len(c.accused)
		if err := c.another(seen && known == 0); err != nil {
			return Finding{}, false, err
		}
	}
	err = c.confirm(nil)
	return s.found(kind, c), len(c.causes) > 0, err
}

// another looks for a set among those who are not accused yet, and accuses it.
func (c *chase) another(seen bool) error {
	n := newNarrowing(c.hunt, nil, without(c.candidates, c.accused), nil)
	n.round = c.besidePairs
	set, err := n.narrow(seen)
	if len(set) > 0 {
		c.accuse(nil, set).steady = len(set) > 1
	}
	return err
}

// deadly are the tests other than the victim that were seen to end their processes.
func (l *lab) deadly() (tests []suite.ID) {
	for _, r := range l.readings {
		if r.died >= 0 && r.trial.Order[r.died] != l.Victim && !slices.Contains(tests, r.trial.Order[r.died]) {
			tests = append(tests, r.trial.Order[r.died])
		}
	}
	return tests
}
