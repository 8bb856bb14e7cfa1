package reports

import (
	"fmt"

	"github.com/ptr-project/ptr/suite"
)

// mostLeft is how many tests that left something behind are told of.
const mostLeft = 20

func (p *printer) left(t *tally) {
	for i, l := range t.shared {
		if i == mostLeft {
			p.note("left", fmt.Sprintf("and %s more of what tests share", thousands(len(t.shared)-i)))
			break
		}
		p.note("leak", fmt.Sprintf("%s left behind %s: %s", l.Of, l.Kind, oneLine(l.What)))
	}
	p.leftByMany(t)
	own := t.leftAlone()
	for i, a := range own {
		if i == mostLeft {
			p.note("left", fmt.Sprintf("and %s more; all in ptr show %s --report json:-", thousands(len(own)-i), t.run.Run))
			return
		}
		p.leaks(t.short(a.Test), a.Leaks)
		p.changes(t.short(a.Test), a.Changes)
	}
}

// leftByMany tells once of what many tests left behind, such as a file that each opens.
func (p *printer) leftByMany(t *tally) {
	common := t.commonLeaks()
	for i, l := range common {
		if i == mostLeft {
			p.note("left", fmt.Sprintf("and %s more of what several tests left behind", thousands(len(common)-i)))
			return
		}
		who := t.leavers[l]
		p.note("leak", fmt.Sprintf("%s and %s left behind %s: %s", t.short(who.first), plural(len(who.all)-1, "other test"), l.Kind, oneLine(l.What)))
	}
}

// mostChanges is how many changes are told of each test: a parser that is made when
// it is first used may be twenty variables.
const mostChanges = 6

func (p *printer) changes(test string, changes []suite.Change) {
	for i, c := range changes {
		if more := len(changes) - i; i == mostChanges-1 && more > 1 {
			p.note("changed", fmt.Sprintf("%s left %s more changed", test, thousands(more)))
			return
		}
		p.note("changed", test+" left "+change(c))
	}
}

// mostOfAKind is how many leaks of one test and kind are told of each by itself.
const mostOfAKind = 3

// leaks tells of what test left behind. A test that doesn't close what it opens
// may do so a hundred times.
func (p *printer) leaks(test string, leaks []suite.Leak) {
	times, told, of := map[suite.Leak]int{}, map[suite.LeakKind]int{}, map[suite.LeakKind]int{}
	var all []suite.Leak // each once
	for _, l := range leaks {
		if times[l]++; times[l] == 1 {
			all = append(all, l)
			of[l.Kind]++
		}
	}
	for _, l := range all {
		told[l.Kind]++
		switch more := of[l.Kind] - mostOfAKind + 1; {
		case told[l.Kind] < mostOfAKind, more == 1 && told[l.Kind] == mostOfAKind:
			p.note("leak", fmt.Sprintf("%s left behind %s: %s%s", test, l.Kind, oneLine(l.What), repeated(times[l])))
		case told[l.Kind] == mostOfAKind:
			p.note("leak", fmt.Sprintf("%s left behind %s: %s more", test, l.Kind, thousands(more)))
		}
	}
}

// repeated says of what was said once that it was so n times.
func repeated(n int) string {
	if n == 1 {
		return ""
	}
	return fmt.Sprintf(" (%s times)", thousands(n))
}

// change is c in a line.
func change(c suite.Change) string {
	c.Old, c.New = oneLine(c.Old), oneLine(c.New)
	return c.String()
}
