package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/suite"
)

// mostLines of what a test printed are shown with its failure. They are the
// last, which is where a failure is told.
const mostLines = 60

// mostWhole is how many failures are shown whole a second time.
const mostWhole = 20

const indent = "      "

// mostRecalled lines of what a failure says are shown again where it was shown whole.
const mostRecalled = 4

// failure shows f whole, when it happens. What to type next is said at the end, if that
// is below: more is known then.
func (p *printer) failure(t *tally, f *failure) {
	for _, part := range f.parts {
		p.heading(t, part)
		p.message(t, part)
	}
	p.statements(t, f)
	p.provoked(t)
	if !p.stays {
		p.again(t, f)
	}
}

// recall shows f again at the end, with what was found out since: whole on a terminal,
// where the first time has scrolled away, unless failures are very many.
func (p *printer) recall(t *tally, f *failure) {
	for _, part := range f.parts {
		p.heading(t, part)
		if !p.stays && len(t.failures) <= mostWhole {
			p.message(t, part)
		} else {
			p.gist(part)
		}
	}
	if alone := t.diagnoses[f.Test]; len(alone) > 0 {
		p.prose(indent, diagnosis(f, alone))
	}
	if n := t.retries[f.Test]; n > 0 {
		p.line(indent, fmt.Sprintf("failed again when retried (%d x)", n))
	}
	p.provoked(t)
	p.again(t, f)
}

// gist shows the first lines of what a test says.
func (p *printer) gist(a suite.Attempt) {
	said := lines(a.Failure)
	for _, l := range said[:min(len(said), mostRecalled)] {
		p.line(indent, l)
	}
	if len(said) > mostRecalled {
		p.line(indent, "…")
	}
}

func (p *printer) heading(t *tally, a suite.Attempt) {
	about := []string{fmt.Sprintf("w%d", a.Worker)}
	if a.Duration > 0 { // of a crash it is unknown
		about = append(about, took(a.Duration))
	}
	p.spread(red, label(a.Outcome), t.short(a.Test), append(about, fmt.Sprintf("seed %d", t.run.Seed))...)
}

// message shows what a test says, and all that it printed, once.
func (p *printer) message(t *tally, a suite.Attempt) {
	said, printed := lines(a.Failure), lines(string(a.Output))
	if a.Outcome == suite.Crash || a.Outcome == suite.Timeout {
		printed = beforeStack(printed, said)
	}
	if !repeats(printed, said) {
		for _, l := range said {
			p.line(indent, l)
		}
	}
	if left := len(printed) - mostLines; left > 0 {
		p.line(indent, "… ", plural(left, "line"), " before:  ptr show ", t.run.Run, " --output ", Quote(t.short(a.Test)))
		printed = printed[left:]
	}
	for _, l := range outdent(printed) {
		p.line(indent, l)
	}
}

// beforeStack is what was printed before the stack began that is part of what
// was said.
func beforeStack(printed, said []string) []string {
	if len(said) < 2 {
		return printed
	}
	for i, l := range printed {
		if strings.HasPrefix(l, said[0]) || l != "" && slices.Contains(said, l) {
			return printed[:i]
		}
	}
	return printed
}

// repeats reports whether what was printed has what was said in it.
func repeats(printed, said []string) bool {
	return len(said) > 0 && slices.ContainsFunc(printed, func(l string) bool {
		return strings.HasPrefix(strings.TrimSpace(l), strings.TrimSpace(said[0]))
	})
}

// outdent removes the blanks that all lines begin with.
func outdent(all []string) []string {
	common := -1
	for _, l := range all {
		if n := len(l) - len(strings.TrimLeft(l, " ")); strings.TrimSpace(l) != "" && (common < 0 || n < common) {
			common = n
		}
	}
	cut := make([]string, len(all))
	for i, l := range all {
		cut[i] = l[min(max(common, 0), len(l)-len(strings.TrimLeft(l, " "))):]
	}
	return cut
}

// diagnosis says how f's test did alone and, if it failed beside what others ran
// then, with nothing beside it.
func diagnosis(f *failure, alone []suite.Attempt) string {
	const how = " when run again alone (fresh process and clone)"
	first := alone[0].Outcome
	switch {
	case disturbed(alone):
		return "failed" + how + " too, while others ran beside it; passed with nothing beside it"
	case first.Bad():
		return "failed" + how + " too"
	case !first.Good():
		return "could not be run again alone"
	}
	return fmt.Sprintf("passed%s; failed after %s on w%d", how, plural(f.Position, "test"), f.Worker)
}

// disturbed reports whether a test failed alone only while others ran beside it.
func disturbed(alone []suite.Attempt) bool {
	return len(alone) > 1 && alone[0].Outcome.Bad() && alone[len(alone)-1].Outcome.Good()
}

// again shows the command that does it again: the test alone where that is
// known to suffice, all that all workers ran where others got in its way, else all
// that its worker ran before it.
func (p *printer) again(t *tally, f *failure) {
	name, flags := Quote(t.short(f.Test)), t.flags()
	alone := t.alone(f.Test)
	if alone.Bad() || t.run.Run == "" {
		if condition := t.condition(); condition != "" {
			flags += "--perturb " + Quote(condition) + fmt.Sprintf(" --seed %d ", t.run.Seed)
		}
		p.line(indent, "again:   ptr run ", flags, name, t.passed())
		return
	}
	if disturbed(t.diagnoses[f.Test]) {
		p.line(indent, "again:   ptr replay ", t.run.Run, strings.TrimRight(" "+flags, " "), t.passed())
	} else {
		p.line(indent, fmt.Sprintf("again:   ptr replay %s %s--worker %d --until %s", t.run.Run, flags, f.Worker, name), t.passed())
	}
	if alone.Good() && t.condition() == "" {
		p.line(indent, "why:     ptrbisect ", flags, "--failing ", name, t.passed())
	}
}

// alone is how id did in the end when it was run again alone; "" if it was not.
func (t *tally) alone(id suite.ID) suite.Outcome {
	if all := t.diagnoses[id]; len(all) > 0 {
		return all[len(all)-1].Outcome
	}
	return ""
}

// flags are those with which commands find the suite, with a blank behind them.
func (t *tally) flags() string {
	if t.run.Flags == "" {
		return ""
	}
	return t.run.Flags + " "
}

// passed is what commands pass on to the tests themselves, with a blank before it.
func (t *tally) passed() string {
	if t.run.Passed == "" {
		return ""
	}
	return " " + t.run.Passed
}

// headed shows what became of a unit as a whole, and what it printed.
func (p *printer) headed(u suite.UnitResult) {
	p.spread(hue(u.Outcome), label(u.Outcome), u.Unit, u.Reason)
	for _, l := range lines(string(u.Output)) {
		p.line(indent, l)
	}
}

// unit shows a unit that failed as a whole.
func (p *printer) unit(t *tally, u suite.UnitResult) {
	p.headed(u)
	if !p.stays {
		p.unitAgain(t, u)
	}
}

// recallUnit shows it again at the end.
func (p *printer) recallUnit(t *tally, u suite.UnitResult) {
	if !p.stays {
		p.unit(t, u)
		return
	}
	p.spread(red, label(u.Outcome), u.Unit, u.Reason)
	p.unitAgain(t, u)
}

func (p *printer) unitAgain(t *tally, u suite.UnitResult) {
	p.line(indent, "again:   ptr run ", t.flags(), Quote(u.Unit), t.passed())
}
