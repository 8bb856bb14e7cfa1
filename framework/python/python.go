// Package python runs unittest, Django and pytest suites in spawned Python
// processes. Their worker is written in Python, embedded here, and needs nothing
// to be installed: folder ptrworker. docs/django.md tells users about it.
package python

import (
	"context"
	"sync"
	"time"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/perturb"
	"github.com/ptr-project/ptr/suite"
)

// A Face is a way in which suites are found and run.
type Face string

// The faces, by their --framework values.
const (
	Unittest Face = "unittest"
	Django   Face = "django"   // a project with a manage.py
	Runtests Face = "runtests" // Django's own test suite
	Pytest   Face = "pytest"
)

// Faces are all of them.
var Faces = []Face{Unittest, Django, Runtests, Pytest}

// Scripts are the names of those by which reusable apps of Django's run their tests, in
// a folder without a manage.py. The worker runs the first that is there.
var Scripts = []string{"runtests.py", "run_tests.py"}

// Options say which suite, and how its processes are started.
type Options struct {
	Face   Face
	Name   string   // "" leaves it to the suite
	Dir    string   // of the suite, absolute
	Within string   // Dir, or a folder above it that also has files which may be part of the suite; "" is Dir
	Python string   // the interpreter; "" is found
	Env    []string // of what lists the suite, as NAME=VALUE

	// Cache is a folder for the worker's files, and Kept one for what is known of
	// this suite from earlier runs. Both are made if missing. Temp is this run's
	// own, and there.
	Cache, Kept, Temp string

	// Fork has a process that has set the suite up and imported its tests fork the
	// workers. It works on Unix only. Sockets is a folder with a short path for it.
	Fork    bool
	Sockets string

	// Cautious has a process started by itself where it cannot be forked, or where the
	// suite has started threads: a fork has their locks, and not them. Warm then says why.
	Cautious bool

	Leaks    bool            // look for what tests leave behind
	Perturb  perturb.Choices // those are done that are done within processes that run tests
	Empty    Lender          // where tests are on servers
	Settings Settings

	// StandIns are what Settings.Variables are for a process that runs no tests: modules may read
	// them when they are imported. It may be nil.
	StandIns func(ctx context.Context) ([]string, error)
}

// A Lender makes an empty database on a server, and says how that is reached. It is
// there until end is called.
type Lender func(ctx context.Context, backend string) (values map[string]string, end func() error, err error)

// Settings are what the worker is told of how to find and run tests. It knows
// them by their JSON names.
type Settings struct {
	Module      string   `json:"settings,omitempty"` // of Django's settings; "" is the project's own
	Pattern     string   `json:"pattern,omitempty"`  // of the names of files with tests; "" is test*.py
	Top         string   `json:"top,omitempty"`      // the folder that dotted names begin at
	Tags        []string `json:"tags,omitempty"`
	ExcludeTags []string `json:"exclude_tags,omitempty"`
	Names       []string `json:"names,omitempty"`      // -k
	Backend     string   `json:"backend,omitempty"`    // that takes the place of the project's own engines
	Buffer      bool     `json:"buffer,omitempty"`     // what tests that do not fail print to sys.stdout and sys.stderr is forgotten
	DebugSQL    bool     `json:"debug_sql,omitempty"`  // tell which statements a test had its databases run
	DebugMode   bool     `json:"debug_mode,omitempty"` // tests run with Django's setting DEBUG
	Accelerate  bool     `json:"accelerate"`           // skip work that cannot change an outcome
	PDB         bool     `json:"pdb,omitempty"`        // open a debugger on the terminal where a test fails
	Locals      bool     `json:"locals"`               // tracebacks have the values of local variables
	Variables   []string `json:"variables,omitempty"`  // lead workers to their databases: nobody is forked from who has read one
}

// Framework is one suite.
type Framework struct {
	o       Options
	worker  string // the folder of the worker's files
	python  interpreter
	once    sync.Once
	known   knowledge
	unknown error
	labels  []string // that it was listed by
	checks  checks

	hatching sync.Mutex
	zygote   *zygote // nil until the first process is forked
}

// New is the framework of a suite. The error says which Python, or which
// package of it, is missing.
func New(o Options) (*Framework, error) {
	python, err := find(o)
	if err != nil {
		return nil, err
	}
	worker, err := unpack(o.Cache)
	if err != nil {
		return nil, err
	}
	return &Framework{o: o, worker: worker, python: python}, nil
}

var (
	_ framework.Framework  = (*Framework)(nil)
	_ framework.Warmer     = (*Framework)(nil)
	_ framework.Sequential = (*Framework)(nil)
)

// Sequential says that a process runs one test at a time.
func (*Framework) Sequential() {}

// Name is the face's.
func (f *Framework) Name() string { return string(f.o.Face) }

// IsPattern is true: Python's loaders have labels of their own.
func (*Framework) IsPattern(string) bool { return true }

// Interpreter is the Python that was chosen, and its version.
func (f *Framework) Interpreter() (path, version string) { return f.python.Path, f.python.Version }

// Ignored are the options in the suite's own configuration that have no effect
// here, once it is listed.
func (f *Framework) Ignored() []string { return f.known.Ignored }

// StartCost is what a process takes before its first test, as far as is known
// once the suite is listed.
func (f *Framework) StartCost() time.Duration { return f.known.Starting }

// A knowledge is what one process finds out for all others.
type knowledge struct {
	Project   string
	Versions  string // JSON, of python and of what the suite needs
	Databases []database
	Tests     []suite.Test // without Unit
	Inventory string       // JSON, for other processes
	Ignored   []string     // options of the suite's own runner
	Checks    *string      // what Django's system checks find; nil: not known
	Starting  time.Duration
}
