package culprits

import (
	"fmt"
	"strings"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/bisect/evidence"
	"github.com/ptr-project/ptr/suite"
)

// meeting is what is known of a test and its neighbours: what it says when they meet, how
// often it failed, and what they have in common.
func (w wording) meeting(f bisect.Finding, e Evidence) (all []detail) {
	if f.Said != "" {
		all = append(all, detail{"says", f.Said, ""})
	}
	c := f.Causes[0]
	all = append(all, detail{"beside it", fmt.Sprintf("fails %d of %d, beside as many others %d of %d", c.With.Failed, c.With.Of(), c.Without.Failed, c.Without.Of()), ""})
	for _, common := range e.Common {
		all = append(all, detail{"in common", w.common(common), ""})
	}
	switch {
	case e.Blind != "":
		all = append(all, detail{"in common", "not known: " + e.Blind, ""})
	case len(e.Common) == 0:
		all = append(all, detail{"in common", "no table that one writes, and no file that they leave open: what it says may tell, such as a port", ""})
	}
	return all
}

// common is such as "table jobs: a.TestX by DELETE at a_test.go:7 and SELECT at a_test.go:9;
// b.TestY by INSERT at b_test.go:7".
func (w wording) common(c evidence.Common) string {
	var tests []suite.ID
	by := map[suite.ID][]string{}
	for _, t := range c.Touches {
		text := t.Verb
		if t.Where != "" {
			text += " at " + t.Where
		}
		if by[t.Test] == nil {
			tests = append(tests, t.Test)
		}
		by[t.Test] = append(by[t.Test], text)
	}
	var all []string
	for _, id := range tests {
		all = append(all, w.short(id)+" by "+strings.Join(by[id], ", "))
	}
	return c.What + ": " + strings.Join(all, "; ")
}
