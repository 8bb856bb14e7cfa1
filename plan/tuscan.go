package plan

import "github.com/ptr-project/ptr/suite"

// Tuscan is one row of a square in whose rows each test comes right after each other one
// once: the systematic way to find what one test does to the next. Rows are numbered from
// 0, and [TuscanRows] is how many there are. Tests are neighbours only of those of their
// unit and kind; each of these has a square of its own, and all squares are gone
// through at the same time.
//
// Source: E. J. Williams, Australian Journal of Scientific Research A 2 (1949) 149–168, for
// even numbers of tests. An odd number has a place that stays empty, and one row more.
func Tuscan(row int) Order {
	return func(tests []suite.Test) []suite.Test {
		ordered := make([]suite.Test, 0, len(tests))
		for _, p := range Pieces(tests) {
			for _, same := range byKind(p.Tests) {
				for _, i := range zigzag(rows(len(same)), row) {
					if i < len(same) {
						ordered = append(ordered, same[i])
					}
				}
			}
		}
		return ordered
	}
}

// TuscanRows is how many rows of [Tuscan] have all neighbours that there can be.
func TuscanRows(tests []suite.Test) int {
	most := 0
	for _, p := range Pieces(tests) {
		for _, same := range byKind(p.Tests) {
			most = max(most, rows(len(same)))
		}
	}
	return most
}

// rows of a square for n tests: none is needed for one that has no neighbours.
func rows(n int) int {
	if n == 1 {
		return 1
	}
	return n + n%2
}

// zigzag is 0, n-1, 1, n-2, … moved on by row, modulo n: the steps between neighbours are
// all different.
func zigzag(n, row int) []int {
	line := make([]int, n)
	for i := range line {
		at := i / 2
		if i%2 == 1 {
			at = n - 1 - i/2
		}
		line[i] = (at + row) % n
	}
	return line
}
