package invocation

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/framework/python"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/suite"
)

// NoSuite is the way out for who is in a folder that has no suite of its own: one that is
// below it, or the command for a project in Python that does not say its own. It is nil
// where dir is part of a Go module, or nothing is known.
func NoSuite(dir string) error {
	if isInModule(dir) {
		return nil
	}
	if below := suitesBelow(dir); len(below) > 0 {
		return console.Usage(errors.New("there is no suite in this folder, but below it"), "ptr run -C "+strings.Join(below, ", or ptr run -C "))
	}
	if isPythonProject(dir) {
		labels := cmp.Or(strings.Join(testPackages(dir), " "), "MODULE")
		return console.Usage(errors.New("nothing in this Python project says how its tests are run"), "ptr run --framework unittest "+labels+", or --framework pytest")
	}
	return nil
}

// Undiscovered names the folders below dir that have tests, of which the discovery of a
// suite in Python has found none: it passes over folders that are no packages. It is nil
// where there are none.
func Undiscovered(dir string) error {
	found := testFolders(dir)
	if len(found) == 0 {
		return nil
	}
	return console.Usage(errors.New("the suite's own discovery finds no tests from this folder"), "name one below it: ptr run "+strings.Join(found, ", or ptr run "))
}

// Chosen says which settings and which runner of a suite in Python count that nobody
// has typed.
func Chosen(c config.Config) (notes []suite.Note) {
	w := settingsIn(c.Dir)
	if w.module != "" && slices.Contains(c.Env, w.assignment()) {
		notes = append(notes, suite.Note{Topic: "python", Text: "settings " + w.module + ", as " + w.file + " has it; --settings names others"})
	}
	if c.Found && c.Framework == string(python.Pytest) && exists(c.Dir, "manage.py") {
		notes = append(notes, suite.Note{Topic: "python", Text: "run by pytest, which is configured here; --framework django runs it as manage.py test does"})
	}
	return notes
}
