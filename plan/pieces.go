package plan

import (
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// Pieces groups tests by unit, in the order in which the units first appear,
// and within each unit by kind. Otherwise the order is kept.
func Pieces(tests []suite.Test) []Piece {
	sizes := map[string]int{}
	for _, t := range tests {
		sizes[t.Unit]++
	}
	index := make(map[string]int, len(sizes))
	var pieces []Piece
	for _, t := range tests {
		i, ok := index[t.Unit]
		if !ok {
			i = len(pieces)
			index[t.Unit] = i
			pieces = append(pieces, Piece{t.Unit, make([]suite.Test, 0, sizes[t.Unit])})
		}
		pieces[i].Tests = append(pieces[i].Tests, t)
	}
	for i := range pieces {
		slices.SortStableFunc(pieces[i].Tests, func(a, b suite.Test) int {
			return a.Kind.Stage() - b.Kind.Stage()
		})
	}
	return pieces
}

// Repeat makes every piece run its tests n times over, one round after the
// other within each kind.
func Repeat(pieces []Piece, n int) []Piece {
	if n <= 1 {
		return pieces
	}
	repeated := make([]Piece, len(pieces))
	for i, p := range pieces {
		repeated[i].Unit = p.Unit
		for _, same := range byKind(p.Tests) {
			repeated[i].Tests = append(repeated[i].Tests, slices.Repeat(same, n)...)
		}
	}
	return repeated
}

// byKind cuts tests, in which kinds are together, where the kind changes.
func byKind(tests []suite.Test) [][]suite.Test {
	var runs [][]suite.Test
	for len(tests) > 0 {
		n := 1
		for n < len(tests) && tests[n].Kind == tests[0].Kind {
			n++
		}
		runs = append(runs, tests[:n:n])
		tests = tests[n:]
	}
	return runs
}

// Together moves all tests of a unit that keep accepts behind the first of
// them, so that they have one order and [Balance] can keep them on one worker.
func Together(tests []suite.Test, keep func(suite.Test) bool) []suite.Test {
	kept := map[string][]suite.Test{}
	for _, t := range tests {
		if keep(t) {
			kept[t.Unit] = append(kept[t.Unit], t)
		}
	}
	moved := make([]suite.Test, 0, len(tests))
	for _, t := range tests {
		if !keep(t) {
			moved = append(moved, t)
			continue
		}
		moved = append(moved, kept[t.Unit]...)
		kept[t.Unit] = nil
	}
	return moved
}
