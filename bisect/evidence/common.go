package evidence

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/internal/sqltext"
	"github.com/ptr-project/ptr/suite"
)

// A Common is something that a test and others that ran beside it have to do with, and one
// of them changes.
type Common struct {
	What    string  `json:"what"` // such as "table jobs", "file data.db", or "open file /tmp/jobs.lock"
	Touches []Touch `json:"touches"`
}

// A Touch is what a test does to it.
type Touch struct {
	Test  suite.ID `json:"test"`
	Verb  string   `json:"verb"`            // of a statement, such as "INSERT"; that of one that reads is SELECT; of a file such as "making it"
	Where string   `json:"where,omitempty"` // as of [suite.Statement]
}

// A Watched is an attempt, and what was done to files while it lasted.
type Watched struct {
	suite.Attempt
	Files map[string][]string // by path: such as "making", "writing"
}

// InCommon is what a victim has in common with its neighbours, by the statements of all, one
// of which writes, by the files that they change, and by what else they leave behind. Tables
// that were seen to change in a clone are not that: each worker has clones of its own. A
// test's first statement of each verb stands for others.
func InCommon(victim Watched, neighbours []Watched) []Common {
	own, others := touchesOf(victim), map[string][]Touch{}
	cloned := clonedIn(victim.Attempt)
	for _, n := range neighbours {
		for what, touches := range touchesOf(n) {
			others[what] = append(others[what], touches...)
		}
		cloned = append(cloned, clonedIn(n.Attempt)...)
	}
	var found []Common
	for what, touches := range own {
		all := append(touches, others[what]...)
		changes := slices.ContainsFunc(all, func(t Touch) bool { return t.Verb != "SELECT" })
		if len(others[what]) > 0 && changes && !slices.Contains(cloned, what) {
			found = append(found, Common{what, all})
		}
	}
	slices.SortFunc(found, func(a, b Common) int { return cmp.Compare(a.What, b.What) })
	return found
}

// touchesOf is what a test has to do with, and how.
func touchesOf(a Watched) map[string][]Touch {
	touches := map[string][]Touch{}
	add := func(what, verb, where string) {
		same := func(t Touch) bool { return t.Verb == verb }
		if !slices.ContainsFunc(touches[what], same) {
			touches[what] = append(touches[what], Touch{a.Test, verb, where})
		}
	}
	for _, s := range a.Statements {
		for _, w := range sqltext.Writes(s.Text) {
			add("table "+bare(w.Target), w.Verb, s.Where)
		}
		for _, name := range sqltext.Reads(s.Text) {
			add("table "+bare(name), "SELECT", s.Where)
		}
	}
	for file, deeds := range a.Files {
		add("file "+file, strings.Join(deeds, ", ")+" it", "")
	}
	for _, l := range a.Leaks {
		if _, file, ok := strings.Cut(l.What, ": "); ok && l.Kind == suite.LeakFile { // behind its descriptor
			what := "open file " + file
			if address, ok := Listens(l); ok {
				what = listening + address
			}
			add(what, "leaving it open", "")
		}
	}
	return touches
}

// clonedIn are the tables that a test was seen to change in clones.
func clonedIn(a suite.Attempt) (tables []string) {
	for _, c := range a.Changes {
		if kind, name, ok := strings.Cut(c.Where, " "); ok && kind == "table" && c.Alias != "" {
			tables = append(tables, "table "+bare(name))
		}
	}
	return tables
}
