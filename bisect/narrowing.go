package bisect

import (
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// A narrowing cuts tests that have an effect together down to those that are needed.
//
// It has blocks of them, each of which is needed. In a trial all run but one side of a block:
// if that has the effect, the side is not needed. If not, it is guessed that the other is not,
// which is true where one test of the block is needed, and spares a trial of it: so each trial
// tells one digit of one position, and as many are asked for in a round as there are workers.
// A guess is checked when trials in a row have no effect. If it was wrong, both sides of a
// block run, and where neither has the effect it is two blocks.
type narrowing struct {
	*hunt
	before, tests, after []suite.ID
	round                func(method string, trials []suite.Trial) ([]reading, error)

	sure   blocks   // with these there is the effect
	seen   bool     // in a trial
	guess  blocks   // of these, without what is guessed not to be needed
	wrong  bool     // it was, or none can be made yet: both sides are to run
	doubt  int      // how many trials had no effect since one had
	barren [][]bool // by positions: what had none
}

func newNarrowing(h *hunt, before, tests, after []suite.ID) *narrowing {
	return &narrowing{hunt: h, before: before, tests: tests, after: after, round: h.run}
}

// narrow is a smallest set that has the effect; none if that can't be found. Behind a test that
// ends its process nothing can be seen: it begins anew without such. seen is as of
// [hunt.partition].
func (n *narrowing) narrow(seen bool) (set []suite.ID, err error) {
	for known := -1; err == nil && len(set) == 0 && known < len(n.deadly()); {
		known = len(n.deadly())
		n.begin(without(n.tests, n.deadly()), seen)
		set, err = n.finish(seen)
	}
	return set, err
}

// begin has one block of all tests.
func (n *narrowing) begin(tests []suite.ID, seen bool) {
	var all block
	for i := range tests {
		all = append(all, i)
	}
	n.tests, n.barren, n.doubt = tests, nil, 0
	n.sure, n.guess, n.seen, n.wrong = blocks{all}, blocks{all}, false, seen
}

// finish goes on until a set is left, or nothing to be tried.
func (n *narrowing) finish(seen bool) (set []suite.ID, err error) {
	goes := len(n.tests) > 0
	if goes && !seen {
		goes, err = n.open()
	}
	for err == nil && goes && len(set) == 0 && !n.shaky {
		set, goes, err = n.next()
	}
	return set, err
}

// next runs a round; goes is false when nothing is left to be tried.
func (n *narrowing) next() (set []suite.ID, goes bool, err error) {
	switch {
	case n.guess.single():
		return n.end()
	case n.wrong:
		goes, err = n.sides()
	case len(n.guess) == 1 && len(n.guess[0]) <= max(2, n.Workers):
		goes, err = n.singly()
	default:
		goes, err = n.ask()
	}
	return nil, goes, err
}

func (n *narrowing) trial(bs blocks) suite.Trial {
	order := slices.Clone(n.before)
	for _, i := range bs.union() {
		order = append(order, n.tests[i])
	}
	return suite.Trial{Order: append(append(order, n.after...), n.Victim)}
}

// try runs trials of blocks, and tells which had the effect. goes is false if one of the
// others died of a test that is none of the fixed ones: what is behind that can't be seen.
func (n *narrowing) try(method string, all []blocks) (had []bool, goes bool, err error) {
	var trials []suite.Trial
	for _, bs := range all {
		trials = append(trials, n.trial(bs))
	}
	readings, err := n.round(method, trials)
	goes = true
	for i, r := range readings {
		had = append(had, r.last() == n.effect)
		switch {
		case had[i]:
		case r.died >= 0 && r.trial.Order[r.died] != n.Victim:
			goes = false
		default:
			n.barren = append(n.barren, n.marks(all[i]))
		}
	}
	return had, goes || slices.Contains(had, true), err
}

// end runs the last guess and all of it but one, each of them twice: what has the effect
// mostly makes an innocent seem needed. A single test that has it once is enough to be accused.
func (n *narrowing) end() (set []suite.ID, goes bool, err error) {
	order := n.trial(n.guess).Order
	set = order[:len(order)-1]
	if n.seen && n.certain() && len(set) == 1 {
		return set, false, nil
	}
	all := []blocks{n.guess}
	for i := range n.guess {
		if len(set) > 1 {
			all = append(all, n.guess.with(i))
		}
	}
	had, goes, err := n.try("the set, and all but one", slices.Repeat(all, 2))
	if err != nil || !goes {
		return nil, false, err
	}
	once, again := had[:len(all)], had[len(all):]
	switch {
	case len(set) == 1 && (once[0] || again[0]):
		return set, false, nil
	case once[0] != again[0]:
		n.shaky = true
		return nil, false, nil
	case !once[0]:
		return nil, n.mistaken(), nil
	}
	return n.needed(set, func(i int) bool { return !once[i+1] && !again[i+1] })
}

// needed is the set if it takes each of its tests. If it does not take one, that is left out;
// if it does not take several, there is luck in it.
func (n *narrowing) needed(set []suite.ID, takes func(i int) bool) ([]suite.ID, bool, error) {
	var kept blocks
	for i, b := range n.guess {
		if len(set) == 1 || takes(i) {
			kept = append(kept, b)
		}
	}
	switch len(n.guess) - len(kept) {
	case 0:
		return set, false, nil
	case 1:
		n.sure, n.guess, n.seen = kept, kept, true
		return nil, true, nil
	}
	n.shaky = true
	return nil, false, nil
}
