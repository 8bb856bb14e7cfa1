package bisect

import "github.com/ptr-project/ptr/suite"

// suspects hears those who were seen to leave something behind.
func (s *search) suspects(h *hunt) (Finding, bool, error) {
	c := newChase(h)
	for _, id := range s.lab.Suspects {
		c.accuse(nil, []suite.ID{id})
	}
	s.lab.why = "these were seen to leave something behind, and are heard at once"
	if _, err := c.round("alone", s.classifying(nil)); err != nil {
		return Finding{}, false, err
	}
	s.classify()
	if s.alone.Passed == 0 {
		return Finding{}, false, nil // it needs no culprit
	}
	err := c.confirm(nil)
	return s.found(Victim, c), len(c.causes) > 0, err
}
