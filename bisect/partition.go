package bisect

import (
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// mostNeeded is how many tests are looked for that are needed together.
const mostNeeded = 24

// partition finds a smallest set among tests that has the effect, each trial running
// part of them in their order, between others that are fixed, and the victim last and
// once. It needs nothing of a victim but that it fails again, and takes more rounds than
// chains. seen tells that all of them had the effect, if not in a trial like these: else
// that is asked at first. It returns nothing if not even all of them have the effect.
func (h *hunt) partition(before, tests, after []suite.ID, seen bool) ([]suite.ID, error) {
	return newNarrowing(h, before, tests, after).narrow(seen)
}

// has reports whether the victim ends with the effect after a set, twice. If once only,
// there is luck in it.
func (h *hunt) has(set []suite.ID) (bool, error) {
	t := suite.Trial{Order: append(slices.Clone(set), h.Victim)}
	readings, err := h.run("the set", []suite.Trial{t, t})
	if err != nil {
		return false, err
	}
	a, b := readings[0].last() == h.effect, readings[1].last() == h.effect
	h.shaky = h.shaky || a != b
	return a && b, nil
}

// minimal leaves out of a set what is not needed: each of the tests of the result is.
func (h *hunt) minimal(set []suite.ID) ([]suite.ID, error) {
	for {
		var trials []suite.Trial
		for i := range set {
			rest := suite.Order(slices.Delete(slices.Clone(set), i, i+1))
			trials = append(trials, suite.Trial{Order: append(rest, h.Victim)})
		}
		readings, err := h.run("all but one", trials)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(readings, func(r reading) bool { return r.last() == h.effect })
		if i < 0 || len(set) == 1 {
			return set, nil
		}
		set = slices.Delete(slices.Clone(set), i, i+1)
	}
}
