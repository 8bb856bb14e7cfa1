package bisect

import (
	"math/bits"
	"slices"
	"time"
)

// suspicious is after how many trials in a row without the effect a guess is checked: by luck
// that comes once in four times.
const suspicious = 2

// mostCuts is by how many digits all tests are cut into parts.
const mostCuts = 3

// open runs parts of all tests, and all of them.
func (n *narrowing) open() (goes bool, err error) {
	whole := n.sure[0]
	digits := digitsOf(whole, len(n.tests))
	digits = digits[:min(len(digits), mostCuts, max(1, bits.Len(uint(n.Workers))-1))]
	all := parts(whole, digits, len(n.tests))
	had, goes, err := n.try("parts", append(all, n.sure))
	if err != nil || !goes || !slices.Contains(had, true) {
		return false, err
	}
	if i := slices.Index(had[:len(all)], true); i >= 0 {
		n.sure = all[i]
	}
	n.seen, n.guess = true, n.sure
	n.infer()
	n.wrong = len(n.sure) == 1 && len(n.sure[0]) == len(n.tests)
	return true, nil
}

// sides runs both sides of blocks: where none has the effect, both are needed. What is sure
// runs again where a worker is free: if that fails, there is luck in it.
func (n *narrowing) sides() (goes bool, err error) {
	n.guess, n.wrong = n.sure, false
	var all []blocks
	for _, q := range n.questions(max(1, n.Workers/2)) {
		for _, side := range []block{q.tried, q.otherwise} {
			if bs := n.sure.with(q.block, side); !n.idle(bs) {
				all = append(all, bs)
			}
		}
	}
	again := n.seen && len(all) < n.Workers
	if again {
		all = append(all, n.sure)
	}
	had, goes, err := n.try("parts", all)
	if err != nil || !goes {
		return false, err
	}
	if again && !had[len(had)-1] {
		n.shaky = true
		return false, nil
	}
	return n.divides(all, had), nil
}

// divides takes what the sides have shown, and tells whether that helps.
func (n *narrowing) divides(all []blocks, had []bool) bool {
	known := n.sure
	if i := slices.Index(had, true); i >= 0 {
		n.sure, n.guess, n.seen = all[i], all[i], true
	} else {
		n.doubt = suspicious
	}
	n.infer()
	return len(n.sure) > len(known) || len(n.sure.union()) < len(known.union())
}

// singly runs each test of the only block.
func (n *narrowing) singly() (goes bool, err error) {
	var all []blocks
	for _, i := range n.guess[0] {
		all = append(all, blocks{{i}})
	}
	had, goes, err := n.try("parts", all)
	if err != nil || !goes {
		return false, err
	}
	if i := slices.Index(had, true); i >= 0 {
		n.sure, n.guess, n.seen = all[i], all[i], true
		return true, nil
	}
	n.back()
	return true, nil
}

// A question is which side of a block is needed.
type question struct {
	block     int
	tried     block // that runs, with all other blocks
	otherwise block // that is needed if it has no effect
}

// questions are at most so many of the guess, more of larger blocks, of each the side that
// costs less.
func (n *narrowing) questions(most int) []question {
	asked := make([]int, len(n.guess))
	var all []question
	for len(all) < most {
		largest, left := -1, 1
		for i, b := range n.guess {
			if size := len(b) >> asked[i]; size > left && asked[i] < len(digitsOf(b, len(n.tests))) {
				largest, left = i, size
			}
		}
		if largest < 0 {
			break
		}
		b := n.guess[largest]
		d := digitsOf(b, len(n.tests))[asked[largest]]
		asked[largest]++
		tried, otherwise := d.cut(b, len(n.tests))
		if n.costs(otherwise) < n.costs(tried) {
			tried, otherwise = otherwise, tried
		}
		all = append(all, question{largest, tried, otherwise})
	}
	return all
}

func (n *narrowing) costs(b block) (sum time.Duration) {
	for _, i := range b {
		sum += n.Cost(n.tests[i])
	}
	return sum
}

// ask has questions of the guess answered, and checks it if it is in doubt.
func (n *narrowing) ask() (goes bool, err error) {
	check := n.doubt >= suspicious
	most := n.Workers
	if check {
		most--
	}
	var all []blocks
	questions := n.questions(most)
	for _, q := range questions {
		all = append(all, n.guess.with(q.block, q.tried))
	}
	if check {
		all = append(all, n.guess)
	}
	had, goes, err := n.try("all but parts", all)
	if err != nil || !goes {
		return false, err
	}
	n.doubt += len(questions)
	i := slices.Index(had, true)
	switch fails := check && !had[len(questions)]; {
	case fails && (i < 0 || n.seen && n.certain()):
		return n.mistaken(), nil
	case i >= 0:
		n.sure, n.seen, n.doubt = all[i], true, 0
	}
	n.answered(questions, had)
	return true, nil
}

// answered makes the next guess.
func (n *narrowing) answered(questions []question, had []bool) {
	next := slices.Clone(n.guess)
	for i, q := range questions {
		side := q.otherwise
		if had[i] {
			side = q.tried
		}
		next[q.block] = common(next[q.block], side)
	}
	if slices.ContainsFunc(next, func(b block) bool { return len(b) == 0 }) {
		n.back()
		return
	}
	n.guess = next
	n.infer()
}

// common are the positions that are in both blocks.
func common(a, b block) block {
	var both block
	for _, i := range a {
		if _, ok := slices.BinarySearch(b, i); ok {
			both = append(both, i)
		}
	}
	return both
}

// mistaken goes back to what is sure, unless that is what was mistaken: then there is luck in
// it, if it was seen at all.
func (n *narrowing) mistaken() (goes bool) {
	goes = !n.certain()
	n.shaky = n.shaky || !goes && n.seen
	n.back()
	return goes
}

// back drops the guess.
func (n *narrowing) back() { n.guess, n.wrong, n.doubt = n.sure, true, 0 }
