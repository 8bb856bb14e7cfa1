package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/standing"
	"github.com/ptr-project/ptr/suite"
)

// saidOfEach is of how many databases each gets lines of its own: a suite may
// have thousands.
const saidOfEach = 10

// databases say of each set how it was cloned.
func (l *landlord) databases() []suite.Note {
	var notes []suite.Note
	for _, a := range l.sets[:min(len(l.sets), saidOfEach)] {
		notes = append(notes, suite.Note{Topic: "database", Text: l.about(a)})
	}
	if more := len(l.sets) - saidOfEach; more > 0 {
		notes = append(notes, suite.Note{Topic: "database", Text: fmt.Sprintf("and %d more", more)})
	}
	return notes
}

// about is what there is to say of one set.
func (l *landlord) about(a set) string {
	state := "made now"
	if a.template.Reused {
		state = "kept"
	}
	each := time.Duration(0)
	if l.clones > 0 {
		each = l.took / time.Duration(l.clones)
	}
	made := "%.1f ms each"
	if a.backend.Shares() {
		made = "waited %.1f ms for each"
	}
	what := console.Size(a.template.Size)
	if l, ok := a.backend.(clone.Lodger); ok {
		what = "on " + l.Server()
	}
	return fmt.Sprintf("%s: template %s (%s, %s), %s, "+made,
		strings.Join(a.template.Aliases, ", "), state, a.backend.Name(), what, console.Plural(l.clones/len(l.sets), "clone"), float64(each.Microseconds())/1000)
}

// unused warns of aliases whose clones no process was seen to use: something
// may override the variables that lead to them, and the tests then share
// another database.
func (l *landlord) unused(aliases []string) []suite.Note {
	var notes []suite.Note
	for _, alias := range aliases[:min(len(aliases), saidOfEach)] {
		notes = append(notes, suite.Note{Topic: "unused", Text: fmt.Sprintf(
			"no test was seen to use its clone of %q: does something, such as a .env file, override %s?",
			alias, strings.Join(l.variables(alias), ", "))})
	}
	if more := len(aliases) - saidOfEach; more > 0 {
		notes = append(notes, suite.Note{Topic: "unused", Text: fmt.Sprintf("nor of %d more", more)})
	}
	return notes
}

// warnUnused is the same, early in the run.
func (l *landlord) warnUnused(aliases []string) suite.Warned {
	first := aliases[0]
	text := fmt.Sprintf("so far no test was seen to use its clone of %q", first)
	if more := len(aliases) - 1; more > 0 {
		text += fmt.Sprintf(", nor of %d more", more)
	}
	return suite.Warned{Text: text, Hint: "does something, such as a .env file, override " + strings.Join(l.variables(first), ", ") + "?"}
}

// variables are the names of the environment variables that carry the databases of
// the set called name.
func (l *landlord) variables(name string) []string {
	var all []string
	for _, a := range l.sets {
		if a.name() == name {
			for _, d := range a.databases {
				all = append(all, names(d.Env)...)
			}
		}
	}
	return all
}

// keptClones say where the clones are that --keepdb kept.
func (l *landlord) keptClones() []suite.Note {
	slices.SortFunc(l.kept, func(a, b keptClone) int {
		return cmp.Or(cmp.Compare(a.worker, b.worker), cmp.Compare(a.process, b.process), cmp.Compare(a.alias, b.alias))
	})
	var notes []suite.Note
	say := func(format string, args ...any) {
		notes = append(notes, suite.Note{Topic: "kept", Text: fmt.Sprintf(format, args...)})
	}
	for _, k := range l.kept {
		say("%s of worker %d, process %d: %s", k.alias, k.worker, k.process, k.address)
	}
	slices.SortFunc(l.servers, func(a, b standing.Kept) int {
		return cmp.Or(cmp.Compare(a.Worker, b.Worker), cmp.Compare(a.Process, b.Process))
	})
	for _, k := range l.servers[:min(len(l.servers), saidOfEach)] {
		say("%s  # %s", k.Command(), k.Aliases())
	}
	if more := len(l.servers) - saidOfEach; more > 0 {
		say("and %d more: ptr server list", more)
	}
	if len(l.kept)+len(l.servers) > 0 {
		say("for %d days, or until ptr clean --kept", int(keptFor/(24*time.Hour)))
	}
	return notes
}
