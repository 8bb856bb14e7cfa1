// Package health writes reports on a suite over many runs: which tests fail, what
// makes them, how sure that is, and where the time goes. The model is plain: whoever
// has runs to tell of fills it.
package health

import (
	"time"

	"github.com/ptr-project/ptr/suite"
)

// A Suite is what is known of a suite over its runs.
type Suite struct {
	Name      string
	Framework string
	Written   time.Time

	Runs        []Run        // the oldest first
	Tests       []Test       // in the suite's own order
	Failures    []Failure    // in the order of runs
	Causes      []Cause      // [Suite.Rank] sorts them
	Dependences []Dependence // of tests on what ran before them
	Last        Timeline     // of the latest run that tells
	Warnings    []string     // what cannot be said of these runs, and why
	Compared    *Comparison  // instead of all the rest; nil if no two sides were asked for
}

// Plain is the condition of a run as people and CI start it.
const Plain = ""

// A Run is one run of the suite, or one order of it.
type Run struct {
	ID        string
	Revision  string // of the code; "" if unknown
	Started   time.Time
	Duration  time.Duration // of its tests; 0 if it is unknown
	State     string        // "finished", "interrupted" or "killed"
	Order     string
	Seed      uint64
	Workers   int
	Condition string // [Plain], or what was changed to provoke failures, such as "coarse clock"
	Counts    suite.Summary
	SetUp     []suite.Phase // what came before the tests, side by side
	Given     []string      // flags that others need, too, to find the same tests; what is for the tests themselves comes last, from "-args"
}

// Whole reports whether r ended by itself.
func (r Run) Whole() bool { return r.State == "finished" }

// A Test is a test with what became of it in each run.
type Test struct {
	ID      suite.ID
	Short   string // unique, as commands take it
	Unit    string
	File    string   // relative to the suite; "" if unknown
	Line    int      // 0 if unknown
	Owners  []string // by CODEOWNERS
	Excused string   // until when its failures do not count, and why; "" if they do
	Whole   bool     // it is a unit that can fail as a whole, such as a package that does not build
	Results []Result // one for each of the suite's runs
}

// A Result is what became of a test in a run.
type Result struct {
	Verdict  suite.Verdict // "" if the run did not have the test
	Duration time.Duration // of its attempts; 0 if it is unknown
}

// A Failure is one attempt that went wrong.
type Failure struct {
	Test, Run int // indices into the suite's
	Outcome   suite.Outcome
	Signature suite.Signature
	Said      string // what went wrong, in the test's own words
	Output    string // what it printed
	Worker    int
	Before    int // how many tests its process had begun before it
	Duration  time.Duration
	Alone     suite.Outcome // when it was run again in a fresh process and clone; "" if it was not
	AloneSaid string        // what it printed then
}

// A Cause is what makes tests fail together.
type Cause struct {
	Name     string
	Kind     Kind
	Failures []int // indices into the suite's

	Again   Reproduction
	Failing Evidence
	Passing Evidence
	Notes   []string // what else speaks for it, a sentence each
	Details []Detail // what only some want to know: folded away
}

// A Kind is a sort of cause. People see it.
type Kind string

// The kinds. History alone tells Broken, Intermittent, Once and Infrastructure, and
// InCompany where tests were run again alone.
const (
	Broken           Kind = "broken"           // fails in every run since it first did
	Intermittent     Kind = "intermittent"     // failed in some runs and passed in later ones
	Once             Kind = "seen once"        // and since then nothing ran that could tell
	InCompany        Kind = "in company only"  // passed whenever it was run again alone
	Infrastructure   Kind = "infrastructure"   // not the tests' fault: connection refused, disk full
	OrderDependent   Kind = "order-dependent"  // decided by what runs before
	Nondeterministic Kind = "nondeterministic" // decided by nothing that was held
	Provoked         Kind = "provoked"         // fails under a perturbation, and was not seen to without
)

// A Reproduction is a command that makes a cause show itself.
type Reproduction struct {
	Command     string
	Hits, Tries int // how often it did; 0 tries is not measured
	Why         string
}

// An Evidence is what a test printed, and where.
type Evidence struct{ Where, Text string }

// A Detail is a figure that needs explaining.
type Detail struct{ Name, Text string }

// A Dependence is that of a test on what ran before it, or what a test left behind for
// others to meet.
type Dependence struct {
	Polluter string // the test that leaves something behind, or without which it fails; may be ""
	Victim   string // the test to which it matters; "" if nobody was seen to care
	What     string // what it is that is left
	Seen     int    // in how many runs
	Command  string // that shows it, or looks for it; may be ""
}

// A Timeline is what the workers of one run did.
type Timeline struct {
	Run     string
	Length  time.Duration // from its start to the end of its last test
	Workers []Lane
}

// A Lane is what one worker did, first to last, from the start of its run.
type Lane struct {
	Worker int
	Spans  []Span
}

// A Span is a stretch of a lane.
type Span struct {
	Activity      Activity
	Test          suite.ID // of Testing
	Verdict       suite.Outcome
	Begin, Length time.Duration
}

// An Activity is what a worker can be at.
type Activity string

// The activities.
const (
	Testing  Activity = "tests"
	Cloning  Activity = "waits for clones"
	Starting Activity = "starts processes"
	Between  Activity = "between tests" // the engine, and isolation: what is put back is put back here
	Idling   Activity = "idle"          // nothing is left to do
)
