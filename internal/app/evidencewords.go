package app

import (
	"fmt"

	"github.com/ptr-project/ptr/bisect"
)

// evidence is what one cause does.
func (w wording) evidence(e Evidence) (all []detail) {
	for _, left := range e.Left {
		text := left.String()
		if len(e.Tests) > 1 {
			text = w.short(left.Test) + ": " + text
		}
		all = append(all, detail{"left behind", text, ""})
	}
	return all
}

// effect is what undoes a cause, and how often it has its effect.
func (w wording) effect(f bisect.Finding, c bisect.Cause, e Evidence) (all []detail) {
	if len(c.Cleaners) > 0 {
		all = append(all, detail{"undone by", w.all(c.Cleaners), ""})
	}
	verb, n := "fails", c.With.Failed
	if f.Kind == bisect.Brittle {
		verb, n = "passes", c.With.Passed
	}
	return append(all, detail{"again", e.Again, fmt.Sprintf("%s %d of %d", verb, n, c.With.Of())})
}
