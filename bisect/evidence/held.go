package evidence

import (
	"slices"
	"strings"

	"github.com/ptr-project/ptr/internal/sqltext"
	"github.com/ptr-project/ptr/suite"
)

// held is what a test's statements had sessions hold that nobody took back, by their words: it
// may be that the session has ended. Where the same is done a second time, in other words, it is
// taken for put back, as by SET foreign_key_checks = 1.
func held(a suite.Attempt) []Left {
	firm := func(h sqltext.Held) bool { return !h.RollsBack() }
	return append(heldBy(a.Test, committed(a.Statements), sqltext.Held.RollsBack), heldBy(a.Test, a.Statements, firm)...)
}

// heldBy is what statements had held, of which only some counts.
func heldBy(test suite.ID, all []suite.Statement, counts func(sqltext.Held) bool) []Left {
	var left []Left
	for _, s := range all {
		if s.Error != "" {
			continue
		}
		for _, h := range sqltext.Holds(s.Text) {
			if !counts(h) && h.What != "" {
				continue
			}
			if h.Ends && h.What == "" {
				left = nil
				continue
			}
			thing := suite.Thing{Kind: suite.ThingSession, Name: h.What}
			i := slices.IndexFunc(left, func(l Left) bool { return l.Thing == thing })
			switch {
			case i < 0 && !h.Ends:
				left = append(left, Left{Test: test, Thing: thing, What: spoken(s)})
			case i >= 0 && left[i].What != spoken(s):
				left = slices.Delete(left, i, i+1)
			}
		}
	}
	return left
}

// spoken is a statement and where it was run.
func spoken(s suite.Statement) string {
	text := oneLine(s.Text)
	if s.Where != "" {
		text += ", at " + s.Where
	}
	return text
}

// oneLine is the beginning of a statement, in one line.
func oneLine(text string) string {
	const most = 100 // bytes
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}
