package bisect

import (
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// neighbours goes after tests on other workers that make the victim fail while they run.
func (s *search) neighbours(h *hunt) (Finding, bool, error) {
	beside := s.lab.Beside
	if len(beside) == 0 || s.lab.Workers < 2 {
		return Finding{}, false, nil
	}
	t := suite.Trial{Order: suite.Order{s.lab.Victim}, Beside: beside}
	readings, err := h.run("beside what other workers ran", []suite.Trial{t, t})
	if err != nil {
		return Finding{}, false, err
	}
	if readings[0].last() != failed && readings[1].last() != failed {
		return Finding{}, false, nil
	}
	guilty, err := h.narrowBeside(candidates(slices.Concat(beside...), s.lab.Victim, nil))
	if err != nil || len(guilty) == 0 {
		return Finding{}, false, err
	}
	c := newChase(s.hunt(failed, slices.Concat(beside...)))
	c.accuse(nil, guilty).beside = true
	if err := c.confirm(nil); err != nil {
		return Finding{}, false, err
	}
	return s.found(NeedsNeighbours, c), len(c.causes) > 0, nil
}

// narrowBeside finds the fewest of tests that have the effect while they run on one
// other worker.
func (h *hunt) narrowBeside(tests []suite.ID) ([]suite.ID, error) {
	for len(tests) > 1 {
		var trials []suite.Trial
		parts := split(tests, max(2, h.Workers/2))
		for _, part := range parts {
			trials = append(trials, suite.Trial{Order: suite.Order{h.Victim}, Beside: []suite.Order{part}})
		}
		readings, err := h.run("beside parts of that", trials)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(readings, func(r reading) bool { return r.last() == h.effect })
		if i < 0 {
			return tests, nil // it takes several of them
		}
		tests = parts[i]
	}
	return tests, nil
}
