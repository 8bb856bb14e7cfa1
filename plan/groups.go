package plan

import (
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// Inseparable reports whether two neighbours are kept on one worker: they share
// their set-up, or keep, which may be nil, accepts both.
func Inseparable(a, b suite.Test, keep func(suite.Test) bool) bool {
	return a.Group != "" && a.Group == b.Group || keep != nil && keep(a) && keep(b)
}

// ByGroup cuts pieces whose tests have groups wherever a group ends, so that
// each of them can be dealt by itself. Processes are no matter then: whatever a
// worker gets of a unit, one runs all. A piece without groups stays whole.
func ByGroup(pieces []Piece, costs Costs, keep func(suite.Test) bool) ([]Piece, Costs) {
	var cut []Piece
	for _, p := range pieces {
		if !grouped(p.Tests) {
			cut = append(cut, p)
			continue
		}
		costs.Start = 0
		from := 0
		for n := 1; n <= len(p.Tests); n++ {
			if n == len(p.Tests) || !Inseparable(p.Tests[n-1], p.Tests[n], keep) {
				cut = append(cut, Piece{p.Unit, p.Tests[from:n:n]})
				from = n
			}
		}
	}
	return cut, costs
}

func grouped(tests []suite.Test) bool {
	for _, t := range tests {
		if t.Group != "" {
			return true
		}
	}
	return false
}

// Joined joins neighbouring pieces of one unit, which one process runs.
func Joined(p Plan) Plan {
	joined := Plan{Seed: p.Seed}
	for _, lane := range p.Lanes {
		var pieces Lane
		for _, piece := range lane {
			if n := len(pieces); n > 0 && pieces[n-1].Unit == piece.Unit {
				pieces[n-1].Tests = append(pieces[n-1].Tests, piece.Tests...)
			} else {
				pieces = append(pieces, Piece{piece.Unit, slices.Clone(piece.Tests)})
			}
		}
		joined.Lanes = append(joined.Lanes, pieces)
	}
	return joined
}

// byGroup gathers the tests of each group, in the order in which the groups
// appear first. A test without one is a group of its own.
func byGroup(tests []suite.Test) [][]suite.Test {
	index := map[string]int{}
	var groups [][]suite.Test
	for _, t := range tests {
		i, ok := index[t.Group]
		if t.Group == "" || !ok {
			i = len(groups)
			index[t.Group] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], t)
	}
	return groups
}
