package reports

import (
	"fmt"
	"strings"

	"github.com/ptr-project/ptr/suite"
)

// attempt shows one attempt, its subtests and what they printed.
func (p *printer) attempt(t *tally, n node, margin string) {
	name := t.short(n.Test)
	if n.Cause != suite.Planned && margin == "" {
		name += fmt.Sprintf("  (%s)", n.Cause)
	}
	p.spread(hue(n.Outcome), margin+pad(label(n.Outcome), 4), name,
		fmt.Sprintf("w%d", n.Worker), took(n.Duration))
	for _, l := range outdent(lines(string(n.Output))) {
		p.line(margin, indent, l)
	}
	for _, sub := range n.subs {
		p.attempt(t, sub, margin+"  ")
	}
}

func hue(o suite.Outcome) colour {
	switch {
	case o == suite.Pass:
		return green
	case o.Good():
		return yellow
	}
	return red
}

// happening shows what is not about one test, but should not wait.
func (p *printer) happening(t *tally, e suite.Event, verbose bool) {
	switch e := e.(type) {
	case suite.UnitEnded:
		p.unitEnded(t, e.UnitResult, verbose)
	case suite.Warned:
		p.warning(e)
	case suite.WorkerDied:
		p.died(e)
	case suite.Stolen:
		if verbose {
			p.line(p.paint(faint, fmt.Sprintf("note  w%d takes over %s from w%d", e.To, plural(len(e.Tests), "test"), e.From)))
		}
	case suite.RunStarted:
		if verbose {
			p.line(p.paint(faint, fmt.Sprintf("run %s: %s, %s, seed %d", e.Run, plural(len(t.run.Tests), "test"), plural(e.Workers, "worker"), e.Seed)))
		}
	}
}

// died tells of a process that no test is charged with, unless that its unit cannot be
// run, or is skipped, says so.
func (p *printer) died(e suite.WorkerDied) {
	switch {
	case e.Charged != "" || e.Over:
	case len(e.UnderWay) > 0:
		p.hued(yellow, "note  ", fmt.Sprintf("w%d died in %s: %s; what was under way runs again, alone", e.Worker, e.Unit, oneLine(e.Reason)))
	case e.When != "":
		p.hued(yellow, "note  ", fmt.Sprintf("w%d died %s, in %s: %s; what it had yet to run is run by another process", e.Worker, e.When, e.Unit, oneLine(e.Reason)))
	}
}

// noTestFiles is why most units are skipped as a whole, of which one need not be told.
const noTestFiles = "no test files"

func (p *printer) unitEnded(t *tally, u suite.UnitResult, verbose bool) {
	switch {
	case !u.Outcome.Good():
		p.unit(t, u)
	case u.Outcome == suite.Skip && u.Reason != noTestFiles:
		p.headed(u)
	case verbose && u.Reason != "":
		p.spread(hue(u.Outcome), pad(label(u.Outcome), 4), u.Unit, u.Reason)
	case verbose:
		p.spread(hue(u.Outcome), pad("ok", 4), u.Unit, took(u.Duration))
	}
}

// warning writes a warning. What it quotes, on lines of its own, is not broken anew.
func (p *printer) warning(w suite.Warned) {
	text, quoted, more := strings.Cut(w.Text, "\n")
	p.hued(yellow, "warning: ", text)
	for line := range strings.Lines(quoted) {
		p.line("  ", strings.TrimRight(line, "\n"))
	}
	if more {
		p.line()
	}
	if w.Hint != "" {
		p.prose("hint: ", w.Hint)
	}
}
