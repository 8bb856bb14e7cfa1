// Package protocol has the messages between ptr and its workers, one JSON
// object a line, on two pipes of their own. docs/protocol.md says what must be
// sent when.
package protocol

import "github.com/ptr-project/ptr/suite"

// Version is that of the protocol. It grows when a message changes its meaning;
// new fields and new messages don't need a new one.
const Version = 1

// Variable is the environment variable that tells a worker where its pipes are:
// two descriptors (handles on Windows) in decimal, with a space between, the one
// to read from first.
const Variable = "PTR_WORKER"

// A Type says what a message is about.
type Type string

// What ptr sends.
const (
	Init Type = "init" // Version, Seed, Nonce, Leaks, Variables, Closely, Perturb, Settings: before anything else
	List Type = "list" // Names: labels, where the framework has them; answered by Problem, Tests and Inventory
	Run  Type = "run"  // Kind, Names, Batch: answered by Begin, Attempt, Leak, Change and, last, Done

	Undo Type = "undo" // Names: things, by the text of suite.Thing, to be made what they were before the first test, and Test: the one that comes next, of which what it does not share is torn down before; between two batches, and only of a worker that looks Closely. Answered by Undone

	Describe Type = "describe" // answered by Project

	Warm Type = "warm" // Names: labels; get ready to be forked for such tests. Answered by Ready
	Fork Type = "fork" // Number, Name, Settings: fork a worker, with that environment, that connects twice to the socket Name. Answered by Forked, and by Exited when it ends
)

// What workers send.
const (
	Hello   Type = "hello"   // Version, PID, Marks: first of all
	Tests   Type = "tests"   // Kind, Names, Groups, Loose, Places: once for each kind that it has
	Begin   Type = "begin"   // Test, At
	Attempt Type = "attempt" // Test, Parent, Outcome, Nanoseconds, Failure, Text, Raised
	Leak    Type = "leak"    // Test, What, Text: before the Attempt that it belongs to
	Change  Type = "change"  // Test, Name, Old, New: before the Attempt that it belongs to
	Done    Type = "done"    // Batch

	Undone Type = "undone" // Names: the things that could not be

	Project   Type = "project"   // Name, Settings: what suite this is
	Problem   Type = "problem"   // What, Name, Text, Names: of a label that names nothing, with those that are like it; in a run, of the suite
	Inventory Type = "inventory" // Text: what another process need not find out again
	Fixture   Type = "fixture"   // Name, Outcome, Failure, Text: what went wrong outside of any test

	Ready  Type = "ready"  // Number: of threads that forks will not have; Names: of variables that were read, of which each fork has its own
	Forked Type = "forked" // Number, PID
	Exited Type = "exited" // Number, Status, Nanoseconds: a forked worker has ended; Nanoseconds of CPU time

	Statement Type = "statement" // Test, Number, At, Where, Text, Args: of SQL, as it begins
	Answer    Type = "answer"    // Test, Number, Nanoseconds, Text, Failure, Digest, First: of that statement; the last counts
)

// What is said over the socket of facts, by whoever is part of a run and by ptr.
const (
	Fact  Type = "fact"  // Name, Text: to set it; answered by Facts
	Ask   Type = "ask"   // Name: answered by Facts
	Facts Type = "facts" // Facts: the one that was set, or asked for; none if nobody has set it
)

// What is said over the socket of databases.
const (
	Lend Type = "lend" // Name: of an alias; answered by Lent
	Lent Type = "lent" // Text, Settings: how its clone is reached, which is given back when the client hangs up
)

// What both send.
const (
	Error Type = "error" // Text: what was wrong with the other's message. What is "suite" if its own runner would not go on either
	Bye   Type = "bye"   // the last message of either side
)

// A Message is one line. Which fields belong to which type stands there; fields
// that a reader doesn't know are passed over.
type Message struct {
	Type        Type              `json:"type"`
	Version     int               `json:"version,omitempty"`
	PID         int               `json:"pid,omitempty"`
	Marks       bool              `json:"marks,omitempty"` // it marks in its output where tests begin and end
	Seed        uint64            `json:"seed,omitempty"`
	Nonce       string            `json:"nonce,omitempty"`     // of the sync markers on standard output
	Leaks       bool              `json:"leaks,omitempty"`     // look for what tests leave behind
	Variables   string            `json:"variables,omitempty"` // the file that lists the package variables to look at
	Closely     bool              `json:"closely,omitempty"`   // as of worker.Place
	Perturb     string            `json:"perturb,omitempty"`   // what the worker itself perturbs, such as clock=1s,ties=against
	Settings    map[string]string `json:"settings,omitempty"`
	Facts       map[string]string `json:"facts,omitempty"`
	Kind        string            `json:"kind,omitempty"`
	Names       []string          `json:"names,omitempty"`
	Groups      []string          `json:"groups,omitempty"` // beside Names: what a test shares set-up with; "" is nothing
	Loose       []string          `json:"loose,omitempty"`  // among Groups: those that may be cut apart where they are long
	Places      []string          `json:"places,omitempty"` // beside Names: FILE:LINE, relative to the suite's folder
	Batch       int               `json:"batch,omitempty"`  // from 1
	Test        string            `json:"test,omitempty"`
	Parent      string            `json:"parent,omitempty"`  // the test that Test is a subtest of
	At          int64             `json:"at,omitempty"`      // nanoseconds since 1970
	Outcome     string            `json:"outcome,omitempty"` // of suite.Outcome; "": it stands in the output
	Nanoseconds int64             `json:"ns,omitempty"`
	Failure     string            `json:"failure,omitempty"`
	What        string            `json:"what,omitempty"` // of suite.LeakKind
	Name        string            `json:"name,omitempty"`
	Text        string            `json:"text,omitempty"`
	Old         string            `json:"old,omitempty"` // what a variable was, and is, as text
	New         string            `json:"new,omitempty"`
	Number      int               `json:"number,omitempty"` // of a statement, within its process, or of a fork
	Status      int               `json:"status,omitempty"` // as Python's waitstatus_to_exitcode: negative for a signal
	Where       string            `json:"where,omitempty"`  // of suite.Statement
	Args        []string          `json:"args,omitempty"`
	Raised      []suite.Exception `json:"raised,omitempty"` // what failed the test, as fields
	Digest      string            `json:"digest,omitempty"` // of suite.Statement
	First       string            `json:"first,omitempty"`  // the same
}
