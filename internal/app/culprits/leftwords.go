package culprits

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/bisect/evidence"
	"github.com/ptr-project/ptr/suite"
)

// What is shown of what tests have left: so many lines, fewer where it is known which matters,
// each of so many characters.
const (
	mostLeft, mostBeside = 8, 3
	longestLeft          = 240
)

// left is what each test has left or, of many, what the first has that left it. What
// matters comes first, and of the others variables last: libraries have many, that whoever
// comes first has them fill.
func (w wording) left(e Evidence) (texts []string) {
	matters := func(l evidence.Left) bool { return slices.Contains(e.Weighed.Matters, l.Thing) }
	variable := func(l evidence.Left) bool { return !matters(l) && l.Thing.Kind == suite.ThingVariable }
	other := func(l evidence.Left) bool { return !matters(l) && !variable(l) }
	first, rest := w.leftLines(e, only(e.Left, matters)), w.leftLines(e, slices.Concat(only(e.Left, other), only(e.Left, variable)))
	room := mostLeft
	if len(first) > 0 {
		room = mostBeside
	}
	if len(rest) > room+1 { // a line that says that there is one more could be that one
		rest = append(rest[:room:room], fmt.Sprintf("and %d more, which --json has", len(rest)-room))
	}
	return append(first, rest...)
}

// leftLines are the same for some things of those that were left.
func (w wording) leftLines(e Evidence, all []evidence.Left) (texts []string) {
	const manyTests = 4
	by := map[suite.Thing]int{}
	for _, left := range e.Left {
		by[left.Thing]++
	}
	for _, left := range all {
		n, text := by[left.Thing], cut(left.String())
		switch {
		case len(e.Tests) == 1:
			texts = append(texts, text)
		case len(e.Tests) < manyTests || n == 1:
			texts = append(texts, w.short(left.Test)+": "+text)
		case n > 0:
			texts = append(texts, fmt.Sprintf("%d tests, such as %s: %s", n, w.short(left.Test), text))
			by[left.Thing] = 0
		}
	}
	return texts
}

func only(all []evidence.Left, keep func(evidence.Left) bool) []evidence.Left {
	return slices.DeleteFunc(slices.Clone(all), func(l evidence.Left) bool { return !keep(l) })
}

// cut is the beginning of a text. Of a value before and after each has its beginning.
func cut(text string) string {
	if len(text) <= longestLeft {
		return text
	}
	before, after, changed := strings.Cut(text, " -> ")
	if !changed {
		return beginning(text, longestLeft)
	}
	return beginning(before, longestLeft/2) + " -> " + beginning(after, longestLeft/2)
}

func beginning(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.TrimRight(strings.ToValidUTF8(text[:most], ""), " .…") + "…"
}
