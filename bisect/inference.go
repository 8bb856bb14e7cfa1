package bisect

import "slices"

func (n *narrowing) marks(bs blocks) []bool {
	marks := make([]bool, len(n.tests))
	for _, i := range bs.union() {
		marks[i] = true
	}
	return marks
}

// idle reports whether blocks are known to have no effect, being part of what had none.
func (n *narrowing) idle(bs blocks) bool {
	part := bs.union()
	return slices.ContainsFunc(n.barren, func(marks []bool) bool {
		return !slices.ContainsFunc(part, func(i int) bool { return !marks[i] })
	})
}

// infer draws conclusions from what had no effect: a block whose sides have none, each beside
// the others, is two that are needed; and where one side has none, the other is guessed to be
// enough.
func (n *narrowing) infer() {
	for n.certain() && len(n.sure) < mostNeeded && n.change(n.divided) {
	}
	for n.change(n.onesided) {
	}
}

// change makes the first change that there is to make of a block by a digit.
func (n *narrowing) change(made func(i int, zero, one block) bool) bool {
	for i, b := range n.guess {
		for _, d := range digitsOf(b, len(n.tests)) {
			if zero, one := d.cut(b, len(n.tests)); made(i, zero, one) {
				return true
			}
		}
	}
	return false
}

// divided makes two of a block that is sure, if neither side is enough.
func (n *narrowing) divided(i int, zero, one block) bool {
	if !n.idle(n.sure.with(i, zero)) || !n.idle(n.sure.with(i, one)) {
		return false
	}
	n.sure = n.sure.with(i, zero, one)
	n.guess = n.sure
	return true
}

// onesided leaves a side out that is not enough. If neither is, the guess was wrong before.
func (n *narrowing) onesided(i int, zero, one block) bool {
	a, b := n.idle(n.guess.with(i, zero)), n.idle(n.guess.with(i, one))
	switch {
	case a && b:
		n.doubt = suspicious
		return false
	case a:
		n.guess = n.guess.with(i, one)
	case b:
		n.guess = n.guess.with(i, zero)
	}
	return a || b
}

// certain reports whether nothing was guessed.
func (n *narrowing) certain() bool {
	return slices.Equal(n.sure.union(), n.guess.union())
}
