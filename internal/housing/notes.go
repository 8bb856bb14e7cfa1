package housing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/backends"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/scratch"
	"github.com/ptr-project/ptr/internal/standing"
	"github.com/ptr-project/ptr/suite"
)

// saidOfEach is of how many databases each gets lines of its own: a suite may
// have thousands.
const saidOfEach = 10

// Cloned says of each set how it was cloned.
func (l *Landlord) Cloned() []suite.Note {
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
func (l *Landlord) about(a Set) string {
	state := "made now"
	if a.Template.Reused {
		state = "kept"
	}
	each := time.Duration(0)
	if l.clones > 0 {
		each = l.took / time.Duration(l.clones)
	}
	made := "%.1f ms each"
	if a.Backend.Shares() {
		made = "waited %.1f ms for each"
	}
	what := console.Size(a.Template.Size)
	if l, ok := a.Backend.(clone.Lodger); ok {
		what = "on " + l.Server()
	}
	return fmt.Sprintf("%s: template %s (%s, %s), %s, "+made,
		strings.Join(a.Template.Aliases, ", "), state, a.Backend.Name(), what, console.Plural(l.clones/len(l.sets), "clone"), float64(each.Microseconds())/1000)
}

// Preferred says of databases that they are cloned in another way than usual, since
// that was measured to be faster.
func (l *Landlord) Preferred() []suite.Note {
	var notes []suite.Note
	for _, a := range l.sets[:min(len(l.sets), saidOfEach)] {
		asked := a.Databases[0].Strategy
		usual, _ := a.Backend.Strategies(a.Template)
		fastest, _ := backends.Strategies(a.Backend, a.Template)
		if name := a.Strategy.Name(); (asked == "auto" || asked == "") && name == fastest[0].Name() && name != usual[0].Name() {
			notes = append(notes, suite.Note{Topic: "cloning", Text: fmt.Sprintf("%s by %s: %s", a.Name(), name, a.Why)})
		}
	}
	return notes
}

// OnDisk says why clones are there, if they are.
func (l *Landlord) OnDisk() []suite.Note {
	if l.storage != scratch.Disk || len(l.sets) == 0 {
		return nil
	}
	return []suite.Note{{Topic: "storage", Text: "clones are on disk: " + l.storageWhy}}
}

// Unused warns of aliases whose clones no process was seen to use: something
// may override the variables that lead to them, and the tests then share
// another database.
func (l *Landlord) Unused(aliases []string) []suite.Note {
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

// WarnUnused is the same, early in the run.
func (l *Landlord) WarnUnused(aliases []string) suite.Warned {
	first := aliases[0]
	text := fmt.Sprintf("so far no test was seen to use its clone of %q", first)
	if more := len(aliases) - 1; more > 0 {
		text += fmt.Sprintf(", nor of %d more", more)
	}
	return suite.Warned{Text: text, Hint: "does something, such as a .env file, override " + strings.Join(l.variables(first), ", ") + "?"}
}

// variables are the names of the environment variables that carry the databases of
// the set called name.
func (l *Landlord) variables(name string) []string {
	var all []string
	for _, a := range l.sets {
		if a.Name() == name {
			for _, d := range a.Databases {
				all = append(all, config.Variables(d.Env)...)
			}
		}
	}
	return all
}

// Kept says where the clones are that --keepdb kept.
func (l *Landlord) Kept() []suite.Note {
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
