package reports

import (
	"regexp"
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// descriptor is in front of what an open file is: of one file it differs from test to test.
var descriptor = regexp.MustCompile(`^fd [0-9]+: `)

// alike is a leak without what may differ between tests that leave the same behind.
func alike(l suite.Leak) suite.Leak {
	return suite.Leak{Kind: l.Kind, What: descriptor.ReplaceAllString(l.What, "")}
}

// leavers are the tests that left the same behind.
type leavers struct {
	first suite.ID
	all   map[suite.ID]bool
}

// leave counts what a test left behind.
func (t *tally) leave(a suite.Attempt) {
	t.left = append(t.left, a)
	for _, l := range a.Leaks {
		l = alike(l)
		if t.leavers[l].all == nil {
			t.leavers[l] = leavers{a.Test, map[suite.ID]bool{}}
			t.leaks = append(t.leaks, l)
		}
		t.leavers[l].all[a.Test] = true
	}
}

// isCommon reports whether several tests left l behind, such as a file that each of them
// opens: it is no test's own, and told once.
func (t *tally) isCommon(l suite.Leak) bool { return len(t.leavers[alike(l)].all) > 1 }

// commonLeaks are those, as alike has them.
func (t *tally) commonLeaks() []suite.Leak {
	return slices.DeleteFunc(slices.Clone(t.leaks), func(l suite.Leak) bool { return !t.isCommon(l) })
}

// leftAlone are the attempts that left something behind which no other test did, with that.
func (t *tally) leftAlone() []suite.Attempt {
	var alone []suite.Attempt
	for _, a := range t.left {
		if a.Leaks = slices.DeleteFunc(slices.Clone(a.Leaks), t.isCommon); len(a.Leaks)+len(a.Changes) > 0 {
			alone = append(alone, a)
		}
	}
	return alone
}
