// Package gotest runs Go tests in persistent processes that are fed tests one
// batch after the other, in any order.
//
// A file that ptr generates is built into each package's test binary by
// `go test -c -overlay`; the user's tree isn't touched. It rewrites the table of
// tests that the generated main package has, while package testing reads it.
// docs/design.md tells how, and docs/protocol.md what is said between them.
package gotest

import (
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/ptr-project/ptr/perturb"
)

// MaxBatch is how many tests a process takes at once at most: as many as the
// table in the generated file has room for.
const MaxBatch = 1024

// Options say what to build, and how test binaries are started. The zero value
// means what `go test` means without flags.
type Options struct {
	Dir       string   // where go runs; "" is the current folder
	GoCommand string   // "" is "go"
	Env       []string // of the go command, as NAME=VALUE; nil is that of this process

	// BuildDir keeps test binaries between runs, such as .ptr/build. BinDir is
	// this run's own: binaries are linked there, so that they don't change under
	// it when another run builds. Both are made if missing.
	BuildDir string
	BinDir   string

	Build    []string // build flags as the go command takes them, such as -race, -tags=x
	Cover    bool     // build for coverage
	CoverDir string   // where processes leave theirs, for [MergeCoverage]; "" is nowhere
	Vet      string   // as in go test -vet; "" is its default

	Run, Skip string   // as in go test -run and -skip, subtests included
	Short     bool     // -short
	FullPath  bool     // -fullpath
	Parallel  int      // -parallel; 0 is its default
	CPU       int      // -cpu; 0 is its default
	Args      []string // behind -args

	// Timeout is the time limit of a test that t.Deadline knows of; 0 means that
	// there is none. It is the caller who keeps limits, by worker.Batch.Limit.
	Timeout time.Duration

	NoLeaks bool // do not look for what tests leave behind
	PerTest bool // one process for each test, not a persistent one

	// Variables has each test that runs alone in its process tell which package
	// variables it left changed, as Changes of its attempt. It is a build of its
	// own. Reading a map that the suite's goroutines go on writing ends the process.
	Variables bool

	// DebugSQL has each test that does not end well tell which statements it had
	// database/sql run. It is a build of its own, in which that package is another.
	DebugSQL bool

	// Perturb are perturbations, of which those are done that are done within test
	// processes. It is a build of its own, the same for all of them, in which packages of
	// the standard library are others.
	Perturb perturb.Choices
}

// Framework is the framework "go".
type Framework struct {
	o        Options
	filter   filter
	tool     toolchain
	hears    hearing
	provokes provocation
	testing  replacements // that call tests without a function of ptr's between; nil if there are none
	mu       sync.Mutex
	targets  map[string]*target // by import path, once listed
}

// New returns the framework for o. The error is that of a malformed Run or
// Skip.
func New(o Options) (*Framework, error) {
	if o.GoCommand == "" {
		o.GoCommand = "go"
	}
	filter, err := newFilter(o.Run, o.Skip)
	if err != nil {
		return nil, err
	}
	return &Framework{o: o, filter: filter, targets: map[string]*target{}}, nil
}

// Name is "go".
func (*Framework) Name() string { return "go" }

// MaxBatch is [MaxBatch].
func (*Framework) MaxBatch() int { return MaxBatch }

// testName is what the last element of a test's name looks like: the rest of a
// label, up to a slash, is the name of a subtest.
var testName = regexp.MustCompile(`(^|\.)(Test|Fuzz|Example)([^a-z./][^./]*)?(/|$)`)

// IsPattern reports whether arg is a package pattern: whatever has no part that
// looks like the name of a test, an example or a fuzz target, and whatever
// begins like a path.
func (*Framework) IsPattern(arg string) bool {
	if strings.HasPrefix(arg, "./") || strings.HasPrefix(arg, "../") || strings.HasPrefix(arg, "/") {
		return true
	}
	return !testName.MatchString(arg)
}
