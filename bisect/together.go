package bisect

import (
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// together goes after several tests of which each is needed: two that are in different
// lanes of the first round have had no effect there.
//
// It looks for the test that completes the set, behind those that it has: in lanes, then
// in lanes of which every pair of candidates shares one, then in all of the order. When
// what it has suffices, that is narrowed to single tests.
func (s *search) together(h *hunt, c *chase) (Finding, bool, error) {
	set, err := h.gather(c.joint)
	if err != nil {
		return Finding{}, false, err
	}
	if len(set) == 0 && !h.shaky && h.effect == failed {
		if set, err = h.partition(nil, h.candidates, nil, false); err != nil || len(set) == 0 {
			return Finding{}, false, err
		}
	}
	if len(set) == 0 || h.shaky {
		return Finding{}, false, nil
	}
	if set, err = h.minimal(set); err != nil {
		return Finding{}, false, err
	}
	if h.effect == failed {
		if f, ok, err := s.accumulation(h, c, set); err != nil || ok {
			return f, ok, err
		}
	}
	c.accuse(nil, set).steady = true
	err = c.confirm(nil)
	return s.found(Victim, c), len(c.causes) > 0, err
}

// gather collects single tests that have the effect together.
func (h *hunt) gather(joint []flip) ([]suite.ID, error) {
	universe := h.candidates
	var blocks [][]suite.ID
	if len(joint) > 0 {
		// The block of a flip, and what was before it in its lane.
		f := joint[0]
		blocks, universe = [][]suite.ID{f.tests[f.from:f.to]}, f.tests[:f.from]
	}
	for len(blocks) <= 3 {
		block, rest, done, err := h.completing(slices.Concat(blocks...), universe)
		switch {
		case err != nil || h.shaky:
			return nil, err
		case done:
			return h.narrow(blocks)
		case block == nil && len(blocks) > 0:
			return h.partition(nil, slices.Concat(universe, slices.Concat(blocks...)), nil, true)
		case block == nil:
			return nil, nil
		}
		blocks, universe = append(blocks, block), rest
	}
	return h.partition(nil, slices.Concat(universe, slices.Concat(blocks...)), nil, true)
}

// completing finds the block of the universe with which the effect begins where fixed
// runs first, and what of the universe was before it. done says that fixed has it alone.
func (h *hunt) completing(fixed, universe []suite.ID) (block, rest []suite.ID, done bool, err error) {
	for _, cover := range h.covers(fixed, universe) {
		readings, err := h.run(cover.name, h.trials(cover.lanes))
		if err != nil {
			return nil, nil, false, err
		}
		for i, lane := range cover.lanes {
			f, ok := h.flip(lane, readings[i])
			switch {
			case ok && !f.steady:
				h.shaky = true
				return nil, nil, false, nil
			case ok && f.to <= 0:
				return nil, nil, true, nil
			case ok:
				return lane.tests[f.from:f.to], lane.tests[:f.from], false, nil
			}
		}
	}
	return nil, nil, false, nil
}

// A cover is lanes, in which sets of a certain size run together.
type cover struct {
	name  string
	lanes []stretch
}

// covers are those that are tried in turn. What the first round has shown is left out.
func (h *hunt) covers(fixed, universe []suite.ID) []cover {
	var all []cover
	if len(fixed) > 0 {
		lanes := append(h.lanes(fixed, universe, h.Workers), stretch{before: fixed})
		all = append(all, cover{"chains behind what was found", lanes})
	}
	if h.Workers >= len(fano) && len(universe) > 2*len(fano) {
		all = append(all, cover{"chains that all pairs share", h.pairLanes(fixed, universe)})
	}
	if len(fixed) == 0 {
		all = append(all, cover{"a chain of all", h.lanes(nil, universe, 1)})
	}
	return all
}

// fano is the plane of seven points and seven lines: any two points are on a line.
var fano = [7][3]int{{0, 1, 2}, {0, 3, 4}, {0, 5, 6}, {1, 3, 5}, {1, 4, 6}, {2, 3, 6}, {2, 4, 5}}

// pairParts are seven parts of three sevenths of the tests each, of which every two tests
// share one.
func pairParts(tests []suite.ID) [][]suite.ID {
	points := split(tests, len(fano))
	var parts [][]suite.ID
	for _, line := range fano {
		parts = append(parts, slices.Concat(points[line[0]], points[line[1]], points[line[2]]))
	}
	return parts
}

// pairLanes are lanes of such parts.
func (h *hunt) pairLanes(fixed, tests []suite.ID) []stretch {
	var lanes []stretch
	for _, part := range pairParts(tests) {
		lanes = append(lanes, stretch{fixed, part, h.spacing(len(part))})
	}
	return lanes
}

// narrow makes a single test of each block, the others being fixed. Where a chain behind
// the others shows none, since they have to run in another order, parts are tried.
func (h *hunt) narrow(blocks [][]suite.ID) ([]suite.ID, error) {
	for i := range blocks {
		if len(blocks[i]) == 1 {
			continue
		}
		before, after := slices.Concat(blocks[:i]...), slices.Concat(blocks[i+1:]...)
		others := slices.Concat(before, after)
		var lanes []stretch
		for _, part := range split(blocks[i], h.Workers) {
			lanes = append(lanes, stretch{others, part, 1})
		}
		readings, err := h.run("dense chains", h.trials(lanes))
		if err != nil {
			return nil, err
		}
		found := false
		for j, lane := range lanes {
			if f, ok := h.flip(lane, readings[j]); ok && f.to-f.from == 1 && !found {
				rest := slices.Concat(blocks[:i], blocks[i+1:])
				if found, err = h.has(append(slices.Concat(rest...), lane.tests[f.from])); err != nil {
					return nil, err
				}
				blocks = append(rest, []suite.ID{lane.tests[f.from]})
			}
		}
		if !found {
			set, err := h.partition(before, blocks[i], after, true)
			if err != nil || len(set) == 0 {
				return nil, err
			}
			blocks[i] = set[len(before) : len(set)-len(after)]
			continue
		}
		return h.narrow(blocks)
	}
	return slices.Concat(blocks...), nil
}
