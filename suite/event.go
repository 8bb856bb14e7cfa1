package suite

import "time"

// An Event is one thing that happened in a run. Events are the only interface
// between a run and what shows it. Each is in the history before it is shown.
type Event interface{ event() }

// RunStarted is the first event of a run.
type RunStarted struct {
	Run       string // its ID, such as "3f2"
	Name      string // the suite's name, such as "shop"
	Framework string
	Root      string // the folder that files in events are relative to
	Time      time.Time
	Seed      uint64
	Workers   int
	Tests     []Test        // all that are to run
	Of        int           // tests of which these are a shard; 0 if they are all
	Units     []Unit        // all that were selected, also those with nothing to run
	Estimate  time.Duration // how long it will take; 0 if unknown
	SetUp     []Phase       // what came before; the phases ran side by side
	Perturbed []Perturbed   // what was done to the suite on purpose, so that a test that fails is provoked
	Flags     string        // with which a command has to be typed to find this suite, such as "--settings shop.settings"; "" if none
	Passed    string        // what has to be typed behind all else, for the tests themselves, such as "-args -dsn x"; "" if nothing
}

// Perturbed is one thing that was done to a suite to provoke what luck hides.
type Perturbed struct {
	By    string // as --perturb takes it
	Means string // what a test that fails of it relies on, such as "times being distinct"
}

// A Phase is a part of what was done before a run could start.
type Phase struct {
	Name     string // "build", "discovery", or "databases" with templates and first servers
	Duration time.Duration
}

// Began says that a worker has begun a test (never a subtest).
type Began struct {
	Test    ID
	Worker  int
	Process int
	Time    time.Time
	Usual   time.Duration // its duration according to history; 0 if unknown
}

// Ended says that an attempt ended. Subtests come before their parents.
type Ended struct{ Attempt }

// UnitEnded says that nothing more will be run of a unit.
type UnitEnded struct{ UnitResult }

// WorkerStarted says that a worker has a new process.
type WorkerStarted struct {
	Worker  int
	Process int
	Unit    string
	Clones  map[string]string // by alias, the name of the clone
	Waited  time.Duration     // for the clones
}

// WorkerDied says that a worker's process ended when it should not have.
type WorkerDied struct {
	Worker   int
	Process  int
	Unit     string
	Reason   string // such as "exit status 3", "signal: killed", "panic: boom"
	Output   []byte // the end of what it printed
	Charged  ID     // the test that it is charged to; "" if unknown
	UnderWay []ID   // tests that had begun in it, and not ended
	When     string // "before its first test" or "between tests"; "" if some were under way
	Over     bool   // no more processes of its unit are started
}

// Stolen says that a worker took over tests that had been planned for another.
type Stolen struct {
	From, To int
	Tests    []ID
}

// Warned is something that the user should know; it fails nothing.
type Warned struct {
	Text string
	Hint string // a way out; may be ""
}

// RunFinished is the last event of a run.
type RunFinished struct {
	Time        time.Time
	Duration    time.Duration
	Interrupted bool   // it ended before everything had run
	Cause       string // why; "" is that the user wanted it so
	Summary     Summary
	Notes       []Note
}

// A Note is one line of what is worth saying at the end of a run, such as
// {"balance", "last worker waited 0.2 s"}.
type Note struct{ Topic, Text string }

func (RunStarted) event()    {}
func (Began) event()         {}
func (Ended) event()         {}
func (UnitEnded) event()     {}
func (WorkerStarted) event() {}
func (WorkerDied) event()    {}
func (Stolen) event()        {}
func (Warned) event()        {}
func (RunFinished) event()   {}
