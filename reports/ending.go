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
