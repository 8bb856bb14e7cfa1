package evidence

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/ptr-project/ptr/suite"
)

// A Left is one thing that a test left other than it had found it.
type Left struct {
	Test    suite.ID    `json:"test"`
	Of      string      `json:"of,omitempty"` // what tests share, if not the test itself left it
	Thing   suite.Thing `json:"thing"`
	What    string      `json:"what"`         // such as "3 rows added" or "0 -> 1"
	By      []Writer    `json:"by,omitempty"` // of what is in a database: the statements, as far as they were seen
	Unheard bool        `json:"statements_not_seen,omitempty"`
}

// LeftBy is what one attempt left behind: what is in databases, one for each table, and
// variables, as they were first seen to have changed, and then what else.
func LeftBy(a suite.Attempt) []Left {
	var left []Left
	at := map[suite.Thing]int{}
	rows := map[suite.Thing]*rowCounts{}
	for _, c := range a.Changes {
		thing := c.Thing()
		if _, known := at[thing]; !known {
			at[thing] = len(left)
			left = append(left, Left{Test: a.Test, Thing: thing})
			rows[thing] = &rowCounts{}
		}
		rows[thing].add(c)
		one := &left[at[thing]]
		switch {
		case thing.Kind == suite.ThingDatabase && thing.Name == "schema":
			one.What = strings.TrimPrefix(one.What+"; "+redefined(c), "; ")
		case thing.Kind != suite.ThingDatabase, !strings.HasPrefix(thing.Name, "table "):
			one.What = cmp.Or(c.Old, "nothing") + " -> " + cmp.Or(c.New, "nothing")
		default:
			one.What = rows[thing].String()
		}
	}
	for i := range left {
		if left[i].Thing.Kind == suite.ThingDatabase {
			left[i].By = Writers(a.Statements, left[i].Thing.Name, rows[left[i].Thing].verbs())
			if len(left[i].By) == 0 && strings.HasPrefix(left[i].Thing.Name, "table ") {
				left[i].By = Indirect(a.Statements)
			}
			left[i].Unheard = len(a.Statements) == 0
		}
	}
	left = append(left, held(a)...)
	for _, l := range a.Leaks {
		thing, what := leaked(l)
		left = append(left, Left{Test: a.Test, Thing: thing, What: what})
	}
	return append(left, leftByParting(a)...)
}

// redefined is what became of a definition: where it was altered, what is new has what is old;
// MySQL and MariaDB tell the statement alone.
func redefined(c suite.Change) string {
	verb, _, statement := strings.Cut(c.New, " ")
	switch {
	case c.Old == "" && statement && verb == strings.ToUpper(verb):
		return oneLine(c.New)
	case c.Old == "":
		return "new " + c.New
	case c.New == "":
		return c.Old + " removed"
	}
	return c.New
}

// leftByParting is what the tear-down of what a test was the last to share left behind.
func leftByParting(a suite.Attempt) []Left {
	if a.Parting == nil {
		return nil
	}
	left := LeftBy(suite.Attempt{Test: a.Test, Changes: a.Parting.Changes, Leaks: a.Parting.Leaks, Statements: a.Parting.Statements})
	for i := range left {
		left[i].Of = a.Parting.Of
	}
	return left
}

// leaked tells the name of what has leaked, where it has one, from what it is now: of
// "PATH=/tmp (was /bin)" and of "DEBUG is True (was False)".
func leaked(l suite.Leak) (suite.Thing, string) {
	kind := suite.ThingKind(l.Kind)
	if !kind.Named() {
		return suite.Thing{Kind: kind, Name: l.What}, ""
	}
	end := len(l.What)
	for _, mark := range []string{"=", " is "} {
		if i := strings.Index(l.What, mark); i > 0 {
			end = min(end, i)
		}
	}
	return suite.Thing{Kind: kind, Name: l.What[:end]}, strings.TrimSpace(l.What[end:])
}

// String is such as "table people_person of default: 3 rows added".
func (l Left) String() string {
	text := l.Thing.String()
	switch {
	case l.What == "":
	case strings.HasPrefix(l.What, "=") && l.Thing.Kind.Named():
		text += l.What
	case strings.HasPrefix(l.What, "is ") && l.Thing.Kind.Named():
		text += " " + l.What
	default:
		text += ": " + l.What
	}
	text += l.writers()
	if l.Of != "" {
		text += ", in " + l.Of
	}
	if l.Unheard {
		text += " (by statements that were not seen: of no driver that ptr listens to)"
	}
	return text
}

// writers is such as ", by INSERT at a_test.go:7".
func (l Left) writers() string {
	text := ""
	for i, w := range l.By {
		switch {
		case i == 0 && w.Through != "":
			text += ", by a trigger or cascade of " + w.String()
		case i == 0:
			text += ", by " + w.String()
		case i == mostWriters:
			return text + fmt.Sprintf(" and %d more", len(l.By)-i)
		default:
			text += ", " + w.String()
		}
	}
	return text
}

// mostWriters is how many of the statements behind one thing are shown.
const mostWriters = 3

// rowCounts are how many rows of a table differ.
type rowCounts struct{ added, changed, removed int }

func (r *rowCounts) add(c suite.Change) {
	switch {
	case c.Old == "":
		r.added++
	case c.New == "":
		r.removed++
	default:
		r.changed++
	}
}

func (r *rowCounts) String() string {
	var parts []string
	for _, part := range []struct {
		n    int
		verb string
	}{{r.added, "added"}, {r.changed, "changed"}, {r.removed, "removed"}} {
		switch part.n {
		case 0:
		case 1:
			parts = append(parts, "one row "+part.verb)
		default:
			parts = append(parts, fmt.Sprintf("%d rows %s", part.n, part.verb))
		}
	}
	return strings.Join(parts, ", ")
}

// verbs are the statements that such changes come of.
func (r *rowCounts) verbs() []string {
	var verbs []string
	if r.added > 0 {
		verbs = append(verbs, "INSERT", "REPLACE", "MERGE", "COPY", "CREATE")
	}
	if r.changed > 0 {
		verbs = append(verbs, "UPDATE", "INSERT", "REPLACE", "MERGE", "ALTER")
	}
	if r.removed > 0 {
		verbs = append(verbs, "DELETE", "TRUNCATE", "REPLACE", "MERGE", "DROP")
	}
	return verbs
}
