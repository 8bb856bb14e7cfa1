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
func (w wording) meeting(f bisect.Finding, e Evidence, also []Also) (all []detail) {
	if f.Said != "" {
		all = append(all, detail{"says", f.Said, ""})
	}
	c := f.Causes[0]
	met := fmt.Sprintf("fails %s, beside as many others %s", outOf(c.With), outOf(c.Without))
	if f.Whoever {
		met += ", beside none " + outOf(f.Alone)
	}
	all = append(all, detail{"beside it", met, ""})
	for _, a := range also {
		all = append(all, detail{"beside it", w.met(a.Finding), ""})
	}
	for _, common := range e.Common {
		all = append(all, detail{"in common", w.common(common), ""})
	}
	if e.Unwatched != "" {
		all = append(all, detail{"in common", "files that both change are not known: " + e.Unwatched, ""})
	}
	switch {
	case e.Blind != "":
		all = append(all, detail{"in common", "not known: " + e.Blind, ""})
	case len(e.Common) == 0 && e.Unwatched == "":
		all = append(all, detail{"in common", "no table that one writes, and no file that both change or leave open: what it says may tell, such as a port", ""})
	}
	return all
}

// meet is the sentence about those that fail while others run on another worker.
func (w wording) meet(f bisect.Finding, also []Also) string {
	victims := []suite.ID{f.Victim}
	for _, a := range also {
		victims = append(victims, a.Finding.Victim)
	}
	tests, fail := f.Causes[0].Tests, failsHow(f, also)
	beside := w.all(tests) + plural(tests, " runs", " run") + " on another worker"
	if f.Whoever {
		beside = "others run on another worker, such as " + w.all(tests)
	}
	return fmt.Sprintf("%s %s while %s", w.some(victims), plural(victims, fail.one, fail.several), beside)
}

// met is how often one that shares a neighbour failed beside it, and otherwise.
func (w wording) met(f bisect.Finding) string {
	without := "as many others"
	if f.Whoever {
		without = "none"
	}
	c := f.Causes[0]
	return fmt.Sprintf("%s fails %s, beside %s %s", w.short(f.Victim), outOf(c.With), without, outOf(c.Without))
}

// outOf is such as "12 of 12".
func outOf(c suite.Count) string { return fmt.Sprintf("%d of %d", c.Failed, c.Of()) }

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
