package bisect

import (
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// partition finds a smallest set among tests that has the effect, each trial running
// part of them in their order, between others that are fixed, and the victim last and
// once. It needs nothing of a victim but that it fails again, and takes more rounds than
// chains. It returns nothing if not even all of them have the effect.
func (h *hunt) partition(before, tests, after []suite.ID) ([]suite.ID, error) {
	around := func(part []suite.ID) suite.Trial {
		return suite.Trial{Order: append(slices.Concat(before, part, after), h.Victim)}
	}
	whole := false // all of tests was seen to have the effect
	for len(tests) > 1 {
		parts := split(tests, max(2, h.Workers))
		var trials []suite.Trial
		for _, part := range parts {
			trials = append(trials, around(part))
		}
		if !whole {
			trials = append(trials, around(tests))
		}
		readings, err := h.run("parts", trials)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(readings[:len(parts)], func(r reading) bool { return r.last() == h.effect })
		switch {
		case i >= 0:
			tests, whole = parts[i], true
			continue
		case !whole && readings[len(parts)].last() != h.effect:
			return nil, nil
		}
		pair, err := h.sharedPart(tests, around)
		if err != nil {
			return nil, err
		}
		if len(pair) == 0 {
			return h.needed(before, tests, after)
		}
		tests, whole = pair, true
	}
	if whole {
		return slices.Concat(before, tests, after), nil
	}
	readings, err := h.run("parts", []suite.Trial{around(tests)})
	if err != nil || readings[0].last() != h.effect {
		return nil, err
	}
	return slices.Concat(before, tests, after), nil
}

// sharedPart is a part of tests that has the effect, of such as any two tests share one: nil
// if none has it, or there are not enough workers to run all parts beside each other.
func (h *hunt) sharedPart(tests []suite.ID, around func(part []suite.ID) suite.Trial) ([]suite.ID, error) {
	if h.Workers < len(fano) || len(tests) <= 2*len(fano) {
		return nil, nil
	}
	parts := pairParts(tests)
	var trials []suite.Trial
	for _, part := range parts {
		trials = append(trials, around(part))
	}
	readings, err := h.run("parts that all pairs share", trials)
	i := slices.IndexFunc(readings, func(r reading) bool { return r.last() == h.effect })
	if err != nil || i < 0 {
		return nil, err
	}
	return parts[i], nil
}

// needed finds, of tests that have the effect together, those that are needed, the first
// first: the shortest end of their order that has it begins with one of them. That is
// kept, and the search goes on behind it.
func (h *hunt) needed(before, tests, after []suite.ID) ([]suite.ID, error) {
	var kept []suite.ID
	for len(kept) < mostNeeded && len(tests) > 0 && !h.shaky {
		low, high := 0, len(tests) // from low on they have the effect, from high on not
		for high-low > 1 {
			points := cutPoints(low, high, h.Workers)
			var trials []suite.Trial
			for _, p := range points {
				trials = append(trials, suite.Trial{Order: append(slices.Concat(before, kept, tests[p:], after), h.Victim)})
			}
			readings, err := h.run("ends of the order", trials)
			if err != nil {
				return nil, err
			}
			low, high = narrowed(low, high, points, func(i int) bool { return readings[i].last() == h.effect })
		}
		if low == 0 && len(tests) > 1 {
			// No end of them has the effect. That all of them have it was seen once.
			if has, err := h.has(slices.Concat(before, kept, tests, after)); err != nil || !has {
				h.shaky = true
				return nil, err
			}
		}
		kept, tests = append(kept, tests[low]), tests[low+1:]
		set := slices.Concat(before, kept, after)
		if has, err := h.has(set); err != nil || has {
			return set, err
		}
	}
	return nil, nil
}

// narrowed is the range between the last point from which on there is the effect, and
// the next.
func narrowed(low, high int, points []int, effect func(int) bool) (int, int) {
	for i, p := range points {
		if !effect(i) {
			return low, p
		}
		low = p
	}
	return low, high
}

// mostNeeded is how many tests are looked for that are needed together.
const mostNeeded = 24

// cutPoints are at most n points between low and high, evenly spread.
func cutPoints(low, high, n int) []int {
	n = min(n, high-low-1)
	var points []int
	for i := 1; i <= n; i++ {
		points = append(points, low+i*(high-low)/(n+1))
	}
	return slices.Compact(points)
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
