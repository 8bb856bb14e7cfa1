package invocation

import "time"

// Options are what `ptr run` and its relatives were asked for. Fields that a
// flag sets are named after it; those that ptr.toml can set too are zero if no
// flag did.
type Options struct {
	Dir      string   // -C: where the suite is
	Config   string   // the file; "": ptr.toml in Dir, if there is one
	Args     []string // patterns, and labels of tests
	TestArgs []string // behind --, for the test binaries

	Framework string
	Strategy  string
	Storage   string
	Facts     []string // NAME=VALUE
	Workers   string   // a number, "auto", or ""
	Isolation string
	Perturb   []string // each NAME or NAME=VALUE, or several with commas between

	Tests        []string // --test
	Filter       string
	Order        string // source, reverse, shuffle, file:F
	Seed         uint64 // 0: a new one
	StartAt      string
	StartAfter   string
	Shard        string
	RerunFailed  bool
	Changed      string // a revision; "": whatever has changed
	KeepTogether []string

	Timeout    time.Duration // of each test; 0: ptr.toml's
	RunTimeout time.Duration
	FailFast   int
	Retries    int // -1: ptr.toml's
	Repeat     int
	Flaky      string // pass or fail
	NoDiagnose bool

	Fresh     bool
	KeepDB    bool
	NoLeaks   bool
	NoBalance bool // deal whole packages in source order

	Durations    int  // how many of the slowest tests are named
	Timing       bool // say what the set-up took
	ExplainSetup bool // and where that goes, statement by statement
	RecordSetup  bool // and what these statements are

	Reports []string // FORMAT:FILE
	Verbose bool
	Quiet   bool

	Go     GoOptions
	Python PythonOptions
}

// Whole reports whether all tests of the suite were asked for.
func (o Options) Whole() bool {
	some := len(o.Tests) > 0 || o.RerunFailed || o.Changed != "" || o.Go.Short
	some = some || len(o.Python.Tags)+len(o.Python.ExcludeTags)+len(o.Python.Names) > 0
	for _, narrowed := range []string{o.Filter, o.StartAt, o.StartAfter, o.Shard, o.Go.Run, o.Go.Skip, o.Python.Pattern} {
		some = some || narrowed != ""
	}
	for _, arg := range o.Args {
		some = some || arg != "./..."
	}
	return !some
}

// GoOptions are those flags of `go test` that mean the same here.
type GoOptions struct {
	Build        []string // build flags, as the go command takes them
	Run, Skip    string
	Short        bool
	FullPath     bool
	Parallel     int
	CPU          string
	Cover        bool
	CoverProfile string
	Vet          string
	PerTest      bool // one process for each test
	DebugSQL     bool // show the statements of failing tests
}

// PythonOptions are those that suites in Python have.
type PythonOptions struct {
	Interpreter       string // "" is found
	StartMethod       string // spawn or fork
	Hatch             bool   // let some processes be forked, where that can be, whatever the start method: of trials, and of failed tests that run again
	Settings          string // Django's settings module; "" is the project's own
	Backend           string // that takes the place of the project's engines; "" keeps them
	Tags, ExcludeTags []string
	Names             []string // -k
	Pattern, Top      string   // of discovery
	NoAccelerations   bool
	NoLocals          bool
	PDB               bool // open a debugger where a test fails
	DebugMode         bool // with the setting DEBUG
	Buffer            bool // forget what tests that do not fail print to sys.stdout and sys.stderr
}
