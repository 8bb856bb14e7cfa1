package bisect

import (
	"math/bits"
	"slices"
)

// A block is positions of tests, in their order, of which one or more are needed.
type block []int

// Blocks are such that, as far as is known, each is needed, and all of them together have
// the effect.
type blocks []block

// union are the positions of all.
func (bs blocks) union() []int {
	all := slices.Concat(bs...)
	slices.Sort(all)
	return all
}

// with are the same but for one, which is replaced.
func (bs blocks) with(i int, by ...block) blocks {
	return slices.Concat(bs[:i], by, bs[i+1:])
}

// single reports whether no block has more than one test.
func (bs blocks) single() bool {
	return !slices.ContainsFunc(bs, func(b block) bool { return len(b) > 1 })
}

// A digit is one of a position's, written as a binary fraction of how many tests there are:
// the first tells in which half it is, the second in which half of that.
//
// Since all blocks are cut by the same digits, what was seen of a part tells of the parts of
// other blocks, too.
type digit int

// one reports whether position i of n has a 1 there.
func (d digit) one(i, n int) bool {
	most := bits.Len(uint(n - 1))
	return (i<<most/n)>>(most-1-int(d))&1 == 1
}

// cut are the two sides of a block by a digit.
func (d digit) cut(b block, n int) (zero, one block) {
	for _, i := range b {
		if d.one(i, n) {
			one = append(one, i)
		} else {
			zero = append(zero, i)
		}
	}
	return zero, one
}

// digitsOf are those of n by which a block can be cut.
func digitsOf(b block, n int) []digit {
	var cutting []digit
	for d := range digit(bits.Len(uint(n - 1))) {
		if zero, one := d.cut(b, n); len(zero) > 0 && len(one) > 0 {
			cutting = append(cutting, d)
		}
	}
	return cutting
}

// parts are those of a block that some digits cut.
func parts(b block, by []digit, n int) []blocks {
	if len(by) == 0 {
		return []blocks{{b}}
	}
	var all []blocks
	zero, one := by[0].cut(b, n)
	for _, side := range []block{zero, one} {
		if len(side) > 0 {
			all = append(all, parts(side, by[1:], n)...)
		}
	}
	return all
}
