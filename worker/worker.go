// Package worker speaks to, times, kills and replaces child processes that run
// tests.
package worker

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// A Worker is one spawned process that runs tests of one unit. Its methods are
// called by one goroutine at a time.
type Worker interface {
	// Run runs the tests of b and calls report for everything that happens, one
	// call at a time. It returns nil when every test of b has ended, a [*Death]
	// when the process ended before that, [ErrKindPassed] when it has gone on to
	// another kind of tests, and any other error when ptr failed.
	//
	// When ctx ends, the process is killed at once and Run returns a *Death.
	Run(ctx context.Context, b Batch, report func(Event)) error

	// Close ends the process in an orderly way, so that it can tear down what it
	// has set up, and returns once its whole process group is gone. The result
	// is what became of the unit in this process. Closing after a *Death only
	// sweeps the process group. Close is idempotent.
	Close(ctx context.Context) (suite.UnitResult, error)
}

// An Undoer is a worker that can undo what tests did in its process, if it was asked to
// look closely.
type Undoer interface {
	// Undo makes things what they were before the first test, once that is torn down
	// which next, the test that comes then, does not share with the one before. It is
	// called between two calls of Run, also with no things. An error that wraps
	// [suite.ErrNotPutBack] names those that it cannot.
	Undo(ctx context.Context, things []suite.Thing, next suite.ID) error
}

// A Parter is a worker whose tests may share what is torn down once, such as a class.
type Parter interface {
	// Part tears down what next, the test that comes then, does not share with the one
	// before, and returns what that did in its process. It is called between two calls of
	// Run. [suite.Parting.Of] and changes in databases are for others to fill in.
	Part(ctx context.Context, next suite.ID) (suite.Parting, error)
}

// ErrKindPassed says that a process has gone on to tests of a later kind, or
// has no room for more of this one: the batch needs a new process.
var ErrKindPassed = errors.New("the process is past tests of this kind")

// A Batch is tests that are handed to a worker together. All are of one kind
// and of the worker's unit. Tests of one batch that are parallel run together.
type Batch struct {
	Tests []suite.Test
	Limit func(suite.ID) time.Duration // time limit of each test; nil or 0 means none
}

// An Event is what a worker reports: [Began], [Ended], [Noticed].
type Event interface{ event() }

// Began says that a test has begun. Only tests of the batch begin, not their
// subtests.
type Began struct {
	Test suite.ID
	Time time.Time
}

// Ended says that a test or subtest has ended. The worker leaves Cause, Number,
// Worker, Process and Position empty. Subtests end before their parent.
type Ended struct{ suite.Attempt }

// Noticed says something of the suite that its user should know, and that fails nothing.
type Noticed struct{ Text string }

func (Began) event()   {}
func (Ended) event()   {}
func (Noticed) event() {}

// A Death says that a process ended before its batch did.
type Death struct {
	Reason      string        // such as "exit status 3", "signal: killed", "panic: boom", "timed out after 5s"
	Charged     suite.ID      // the test whose fault it is, by the stack or the time limit; "" if unknown
	Outcome     suite.Outcome // of Charged: suite.Crash or suite.Timeout
	UnderWay    []suite.ID    // tests that had begun and not ended, Charged included, in order
	Output      []byte        // the end of what the process printed, stack traces included
	Stack       string        // of the thread that is to blame, where one is known
	Interrupted bool          // the context's end was the reason
	Killed      bool          // somebody else killed it, such as the system for want of memory

	Statements map[suite.ID][]suite.Statement // of tests that were under way, if they were asked for
}

func (d *Death) Error() string {
	if d.Charged != "" {
		return fmt.Sprintf("worker died of %s: %s", d.Charged, d.Reason)
	}
	return "worker died: " + d.Reason
}

// A Place is what a process is given to live in. Everything that a spawned
// process does not inherit travels here.
type Place struct {
	Worker  int      // which worker, from 1
	Env     []string // the whole environment, as NAME=VALUE
	TempDir string   // its own; also in Env as TMPDIR (TMP and TEMP on Windows)
	Seed    uint64
	Keeper  Keeper // told of every process; may be nil

	// Closely has what is needed kept and told for finding out what tests do to each
	// other: statements of tests that pass, too, as far as statements are told at all,
	// with digests of their results, and what variables were in the beginning.
	Closely bool

	// Anew has the process start by itself, where others are forked from one that is
	// ready.
	Anew bool
}

// A Keeper knows the processes of a run, so that none of them outlives it.
type Keeper interface {
	// Adopt is told of the leader of a process group before that is given
	// anything to do.
	Adopt(pid int) error

	// Release is told that the whole group is gone.
	Release(pid int) error
}
