package culprits

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/bisect/evidence"
	"github.com/ptr-project/ptr/suite"
)

// evidence is what one cause does.
func (w wording) evidence(f bisect.Finding, e Evidence) (all []detail) {
	k := f.Kind
	for _, text := range w.left(e) {
		all = append(all, detail{"left behind", text, ""})
	}
	if e.Blind != "" {
		return append(all, detail{"left behind", "not known: " + e.Blind, ""})
	}
	if len(e.Left) == 0 {
		all = append(all, detail{"left behind", "nothing that is looked for", ""})
	}
	which := matters(k, e.Weighed)
	if left, address, ok := evidence.InUse(f.Said, e.Left); ok {
		which = fmt.Sprintf("%s, on which %s listens: %s wants it", address, w.short(left.Test), w.short(f.Victim))
	}
	for _, d := range []detail{
		{"which matters", which, ""}, {"through", through(k, e.Weighed), ""}, {"differs first", difference(e.Differs), ""},
	} {
		if d.text != "" {
			all = append(all, d)
		}
	}
	return all
}

// effect is what undoes a cause, and how often it has its effect.
func (w wording) effect(f bisect.Finding, c bisect.Cause, e Evidence) (all []detail) {
	if len(c.Cleaners) > 0 {
		all = append(all, detail{"undone by", w.all(c.Cleaners), ""})
	}
	return append(all, again(f.Kind, c, e.Again))
}

// effects is how often the i-th cause has its effect on others that have it, too. If they
// are many, they are only named.
func (w wording) effects(answer Answer, i int) (all []detail) {
	c := answer.Finding.Causes[i]
	others := having(c, answer.Also)
	if 1+len(others) > severalTests {
		return []detail{{"other victims", w.all(others), ""}}
	}
	for _, a := range answer.Also {
		if j, ok := a.has(c); ok {
			all = append(all, again(a.Finding.Kind, a.Finding.Causes[j], a.Again[j]))
		}
	}
	return all
}

func again(k bisect.Kind, c bisect.Cause, command string) detail {
	verb, n := "fails", c.With.Failed
	if k == bisect.Brittle {
		verb, n = "passes", c.With.Passed
	}
	return detail{"again", command, fmt.Sprintf("%s %d of %d", verb, n, c.With.Of())}
}

// matters is which of what was left does.
func matters(k bisect.Kind, w evidence.Weighed) string {
	cures := "cures it"
	if k == bisect.Brittle {
		cures = "makes it fail"
	}
	switch w.How {
	case evidence.ByItself:
		if len(w.Parts) == 1 && w.Other == 0 {
			return fmt.Sprintf("putting that back %s (%s, with nothing put back %s)", cures, ended(k, w.Parts[0].Alone), ended(k, w.Sham))
		}
		return fmt.Sprintf("putting %s alone back %s; putting back everything else does not", w.Matters[0], cures)
	case evidence.Alone:
		return fmt.Sprintf("putting %s alone back %s; whether putting back everything else does is not clear", w.Matters[0], cures)
	case evidence.AnyOf:
		if len(w.Matters) == 1 {
			return fmt.Sprintf("putting %s alone back %s, and so does putting back everything else", w.Matters[0], cures)
		}
		return fmt.Sprintf("putting any of these back %s, so that it takes all of them: %s", cures, things(w.Matters))
	case evidence.Together:
		if len(w.Matters) == 0 {
			return fmt.Sprintf("putting all of it back %s, and nothing alone", cures)
		}
		return fmt.Sprintf("putting all of it back %s, and nothing alone; it takes %s", cures, things(w.Matters))
	case evidence.NothingSeen:
		return fmt.Sprintf("nothing of that: with all of it put back it %s", ended(k, all(w)))
	}
	return unknown(k, w)
}

// all is the cell in which all things are put back.
func all(w evidence.Weighed) *evidence.Cell {
	if w.All == nil && len(w.Parts) == 1 {
		return w.Parts[0].Alone
	}
	return w.All
}

// unknown says why it is not known what matters.
func unknown(k bisect.Kind, w evidence.Weighed) string {
	if c := all(w); c != nil {
		if c.Why != "" {
			return "not known: " + c.Why
		}
		return fmt.Sprintf("not known: with all of it put back it %s", ended(k, c))
	}
	if len(w.Parts) == 0 && w.Sham != nil && w.Sham.Effect == 0 {
		return fmt.Sprintf("not known: with a pause before it, and nothing put back, it %s", ended(k, w.Sham))
	}
	return ""
}

// through says by which way it goes, and what shows that.
func through(k bisect.Kind, w evidence.Weighed) string {
	if w.Fresh == nil {
		return ""
	}
	fresh := fmt.Sprintf("in a process of its own it %s", ended(k, w.Fresh))
	restored := ""
	if w.Databases != nil {
		restored = fmt.Sprintf("; with all databases restored it %s", ended(k, w.Databases))
		if w.Databases.Why != "" {
			restored = ""
		}
	}
	if w.Anew != nil {
		restored += fmt.Sprintf("; in one on clones of its own it %s", ended(k, w.Anew))
	}
	switch w.Through {
	case evidence.ByDatabase:
		return "the database: " + fresh + restored
	case evidence.ByProcess:
		return "the process, such as its memory or a connection: " + fresh + restored
	case evidence.ByBoth:
		return "the database and the process, both of them: " + fresh + restored
	case evidence.Elsewhere:
		return "neither its process nor a database, but what is outside of both, such as files: " + fresh + restored
	}
	if w.Fresh != nil && w.Fresh.Of > 0 {
		return "not known: " + fresh + restored
	}
	return ""
}

// ended is such as "passes 3 of 3".
func ended(k bisect.Kind, c *evidence.Cell) string {
	failed := c.Effect
	if k == bisect.Brittle {
		failed = c.Of - c.Effect
	}
	switch {
	case c.Of == 0:
		return "said nothing"
	case 2*failed >= c.Of:
		return fmt.Sprintf("fails %d of %d", failed, c.Of)
	}
	return fmt.Sprintf("passes %d of %d", c.Of-failed, c.Of)
}

func things(all []suite.Thing) string {
	var names []string
	for _, t := range all {
		names = append(names, t.String())
	}
	return strings.Join(names, ", ")
}

// difference is a statement and what came of it, first behind the cause, and then alone.
func difference(d *evidence.Difference) string {
	switch {
	case d == nil:
		return ""
	case d.With == nil:
		return shortSQL(d.Without.Text) + ": not run, alone " + d.Without.Where
	case d.Without == nil:
		return shortSQL(d.With.Text) + ": not run alone" + place(d.With)
	}
	var one, other string
	switch d.What {
	case evidence.InError:
		one, other = cmp.Or(d.With.Error, "no error"), cmp.Or(d.Without.Error, "no error")
	case evidence.InRows:
		one, other = d.With.Result, d.Without.Result
	case evidence.InValues:
		one, other = d.With.First, d.Without.First
		if one == other {
			one, other = "other values in "+d.With.Result, "from "+one
		}
	case evidence.InArgs:
		one, other = "["+strings.Join(d.With.Args, ", ")+"]", "["+strings.Join(d.Without.Args, ", ")+"]"
	}
	return fmt.Sprintf("%s: %s, alone %s%s", shortSQL(d.With.Text), one, other, place(d.With))
}

func place(s *suite.Statement) string {
	if s.Where == "" {
		return ""
	}
	return ", at " + s.Where
}

// shortSQL is a statement in one line, without the middle of a long list of columns.
func shortSQL(text string) string {
	const columns, most = 40, 160
	text = strings.Join(strings.Fields(text), " ")
	if from := strings.Index(strings.ToUpper(text), " FROM "); from > columns && strings.HasPrefix(strings.ToUpper(text), "SELECT ") {
		text = text[:len("SELECT ")] + "…" + text[from:]
	}
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
