package reports

import (
	"fmt"
	"strings"

	"github.com/ptr-project/ptr/suite"
)

// ending shows the failures again, and what the run came to.
func (p *printer) ending(t *tally) {
	if len(t.units)+len(t.failures) > 0 {
		p.line()
	}
	for _, u := range t.units {
		p.recallUnit(t, u)
	}
	for _, f := range t.failures {
		if t.verdicts[f.Test] != suite.Flaky {
			p.recall(t, f)
		}
	}
	if len(t.verdicts)+len(t.units) > 0 {
		p.line()
	}
	p.verdict(t)
	p.notes(t)
	p.flaky(t)
	p.left(t)
}

// verdict is the one line that says it all, or two where it is too long.
func (p *printer) verdict(t *tally) {
	sum := t.summary()
	var words []string
	count := func(n int, c colour, what string) {
		if n > 0 {
			words = append(words, p.paint(c, thousands(n)+" "+what))
		}
	}
	count(sum.Passed, green, "passed")
	count(sum.Failed, red, "failed")
	count(sum.Flaky, yellow, "flaky")
	count(sum.Skipped, yellow, "skipped")
	count(sum.Broken, red, "broken")
	count(sum.NotRun, yellow, "not run")
	if sum.Units > 0 {
		words = append(words, p.paint(red, plural(sum.Units, unitNoun(t.run))+" failed"))
	}
	if len(words) == 0 {
		words = append(words, "nothing to run")
	}
	counts, rest := strings.Join(words, "  "), p.circumstances(t)
	if columns(unpainted(counts+rest))+8 > p.width {
		p.line(" ", counts)
		p.line(" ", rest)
		return
	}
	p.line(" ", counts, "       ", rest)
}

func unitNoun(run suite.RunStarted) string {
	if run.Framework == "go" {
		return "package"
	}
	return "unit"
}

func (p *printer) circumstances(t *tally) string {
	var words []string
	switch {
	case t.finished == nil:
		words = append(words, p.paint(red, "cut short"))
	case t.finished.Interrupted && t.finished.Cause != "":
		words = append(words, p.paint(red, "stopped"))
	case t.finished.Interrupted:
		words = append(words, p.paint(yellow, "interrupted"))
	}
	if t.finished != nil {
		words = append(words, took(t.finished.Duration))
	}
	if t.run.Workers > 0 {
		words = append(words, plural(t.run.Workers, "worker"))
	}
	if t.run.Run != "" {
		words = append(words, "run "+t.run.Run)
	}
	return strings.Join(words, "   ")
}

// note writes one of the lines below the verdict.
func (p *printer) note(topic, text string) { p.prose(" "+pad(topic, 9)+" ", text) }

func (p *printer) notes(t *tally) {
	for _, condition := range t.conditions() {
		p.note("perturbed", condition)
	}
	if t.finished == nil {
		return
	}
	for _, n := range t.finished.Notes {
		p.note(n.Topic, n.Text)
	}
}

func (p *printer) flaky(t *tally) {
	for _, f := range t.failures {
		if t.verdicts[f.Test] == suite.Flaky {
			p.note("flaky", fmt.Sprintf("%s failed, then passed on retry %d", t.short(f.Test), t.retries[f.Test]))
			if p.stays {
				p.again(t, f)
			}
		}
	}
}

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
	for i, a := range t.left {
		if i == mostLeft {
			p.note("left", fmt.Sprintf("and %s more; all in ptr show %s --report json:-", thousands(len(t.left)-i), t.run.Run))
			return
		}
		p.leaks(t.short(a.Test), a.Leaks)
		p.changes(t.short(a.Test), a.Changes)
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
