// Package framework has the interface between ptr and the kinds of suite that
// it can run. Each kind is a folder below this one.
package framework

import (
	"context"

	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// A Framework knows how the tests of one kind of suite are named, found and
// run. Its methods are safe for concurrent use once List has returned.
type Framework interface {
	// Name is the --framework value, such as "go".
	Name() string

	// IsPattern reports whether arg is a pattern for List (in Go a package
	// pattern) rather than the name of a test.
	IsPattern(arg string) bool

	// List builds what must be built and finds the tests that patterns name, or
	// all if there are none. What does not build is a result, not an error.
	List(ctx context.Context, patterns []string) (Listing, error)

	// Start spawns a process for the tests of one listed unit.
	Start(ctx context.Context, unit string, place worker.Place) (worker.Worker, error)
}

// A Listing is what List found.
type Listing struct {
	Name    string             // the suite's name, such as the last element of the module path
	Units   []suite.Unit       // all that the patterns name, in source order
	Tests   []suite.Test       // unit by unit, in source order within each kind
	Results []suite.UnitResult // of units that have nothing to run: build failed, no test files, …
	Notes   []suite.Warned     // what the user should know, such as a fallback
}

// A Sifter can tell where tests may be without building anything.
type Sifter interface {
	// Sift returns those units that patterns name which may have a test that match
	// reports true for. Their names are patterns, too. It shows match all that it finds.
	Sift(ctx context.Context, patterns []string, match func(suite.ID) bool) ([]string, error)
}

// A Tracer knows what its units are made of, without building anything.
type Tracer interface {
	// Trace returns those units that patterns name whose tests files may change. The
	// names of files are absolute, without symbolic links; they need not be there any more.
	Trace(ctx context.Context, patterns, files []string) ([]Touched, error)
}

// A Touched unit is one that files may change.
type Touched struct {
	Unit  string   // a pattern, too
	Files []string // that only its tests see, such as those that declare them; none: all of it changes
}

// A Finder knows of tests that List does not find as things are.
type Finder interface {
	// Missing are those for which match reports true. It is shown their IDs, as they
	// would be if they were found, and the folders that they are declared in.
	Missing(ctx context.Context, match func(id suite.ID, dir string) bool) ([]Missing, error)
}

// A Missing test is one that is found elsewhere, or if more is given.
type Missing struct {
	Test   suite.ID
	File   string // that declares it, absolute
	Folder string // to run in, as seen from the suite's; "" is that itself
	Flag   string // such as "-tags=integration"; "" if none is needed
}

// A Warmer can get ready to start processes sooner.
type Warmer interface {
	// Warm returns once it is ready. The suite has been listed.
	Warm(ctx context.Context, place worker.Place) error
}

// A Sequential framework runs the tests of a batch one after the other, whatever they are.
type Sequential interface{ Sequential() }

// A Stamped framework can tell whether its suite has changed.
type Stamped interface {
	// Stamp is a sum of what the processes of a listed suite run, as far as is known.
	Stamp() (string, error)
}

// A Furnished framework knows the databases of its suite by itself.
type Furnished interface {
	// Databases are those that the tests need which List would find by patterns.
	Databases(ctx context.Context, patterns []string) ([]Database, error)
}

// A Perturbed framework does some perturbations within its processes.
type Perturbed interface {
	// Unable says why some of those that it was to do are not done, by their names, once
	// the suite is listed.
	Unable() map[string]string
}

// A Database is one of a suite that says itself how it is prepared.
type Database struct {
	Alias, Backend string

	Command    []string // prepares it; run in the suite's folder
	CommandEnv []string // of Command, beside Env, as NAME=VALUE; what it makes does not depend on it
	Inputs     []string // files that it depends on, absolute
	Stamp      string   // what else it depends on, such as versions

	// Env is the variable that leads a process to its clone, a pattern as in
	// ptr.toml. Recipe is one for processes that load the template by themselves,
	// into their own memory; "" if they don't.
	Env, Recipe string
}
