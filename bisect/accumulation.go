package bisect

import (
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// fewest is how many tests have to be needed together before it is asked whether just
// their number counts.
const fewest = 2

// mostAmong is how many tests are named that count in an accumulation.
const mostAmong = 24

// accumulation asks whether others do in the place of any test of a set: then it is so
// many of them that have the effect, whichever.
func (s *search) accumulation(h *hunt, c *chase, set []suite.ID) (Finding, bool, error) {
	if len(set) < fewest {
		return Finding{}, false, nil
	}
	rest := without(h.candidates, set)
	var among []suite.ID
	for len(among) < mostAmong && len(rest) > 0 {
		lanes := h.lanes(set[1:], rest, h.Workers)
		readings, err := h.run("others in the place of one", h.trials(lanes))
		if err != nil {
			return Finding{}, false, err
		}
		found, err := h.replacements(set[1:], lanes, readings)
		if err != nil {
			return Finding{}, false, err
		}
		if len(found) == 0 {
			break
		}
		among = append(among, found...)
		rest = without(rest, found)
	}
	if len(among) == 0 {
		return Finding{}, false, nil
	}
	every, err := h.replacesAll(set, among[0])
	if err != nil || !every {
		return Finding{}, false, err
	}
	if err := c.confirmNumber(set); err != nil || len(c.causes) == 0 {
		return Finding{}, false, err
	}
	f := s.found(Accumulation, c)
	f.Needed, f.Among = len(set), append(slices.Clone(set), among...)
	return f, true, nil
}

// confirmNumber has a set heard of which the number counts. Its placebo is one fewer of
// them: others might count as well.
func (c *chase) confirmNumber(set []suite.ID) error {
	h := c.accuse(nil, set)
	h.steady = true
	h.instead = func() []suite.ID {
		return without(set, []suite.ID{set[c.random.IntN(len(set))]})
	}
	return c.confirm(nil)
}

// replacements are the tests with which the effect begins in lanes, behind the same fixed
// ones: one of each lane at most.
func (h *hunt) replacements(fixed []suite.ID, lanes []stretch, readings []reading) ([]suite.ID, error) {
	var wide []stretch
	var found []suite.ID
	for i, lane := range lanes {
		f, ok := h.flip(lane, readings[i])
		switch {
		case !ok || f.to <= 0:
		case f.to-f.from == 1:
			found = append(found, lane.tests[f.from])
		default:
			wide = append(wide, stretch{fixed, lane.tests[f.from:f.to], 1})
		}
	}
	readings, err := h.run("dense chains", h.trials(wide))
	if err != nil {
		return nil, err
	}
	for i, lane := range wide {
		if f, ok := h.flip(lane, readings[i]); ok && f.to-f.from == 1 {
			found = append(found, lane.tests[f.from])
		}
	}
	return found, nil
}

// replacesAll reports whether id does in the place of each test of a set.
func (h *hunt) replacesAll(set []suite.ID, id suite.ID) (bool, error) {
	var trials []suite.Trial
	for i := range set {
		other := suite.Order(slices.Clone(set))
		other[i] = id
		trials = append(trials, suite.Trial{Order: append(other, h.Victim)})
	}
	readings, err := h.run("one in the place of each", trials)
	if err != nil {
		return false, err
	}
	return !slices.ContainsFunc(readings, func(r reading) bool { return r.last() != h.effect }), nil
}
