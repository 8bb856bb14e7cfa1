package suite

import (
	"strings"
	"time"
)

// A Cause says why an attempt was made.
type Cause string

// The causes. Diagnosis never changes a test's verdict.
const (
	Planned   Cause = "planned"
	Repeat    Cause = "repeat"    // --repeat asked for it
	Retry     Cause = "retry"     // --retries, after a failure, in a fresh process and clone
	Suspect   Cause = "suspect"   // was under way when its process died; alone, in a fresh process and clone
	Diagnosis Cause = "diagnosis" // failed; alone, in a fresh process and clone
)

// An Attempt is one execution of one test or subtest.
type Attempt struct {
	Test   ID
	Parent ID // the test that it is a subtest of; "" for a test of its own
	Unit   string
	Cause  Cause

	Number   int // 1 for the first attempt at this test in this run
	Worker   int // which worker, from 1
	Process  int // which of that worker's processes, from 1
	Position int // how many tests that process had begun before this one

	Outcome  Outcome
	Start    time.Time
	Duration time.Duration

	Failure string      // what went wrong, in the test's own words; "" if Outcome is good
	Raised  []Exception // the same as fields, of workers that tell it so: what was raised and, behind it, what that came of
	Output  []byte      // what it printed, which may be any bytes; shortened in the middle where gigantic
	Leaks   []Leak
	Changes []Change

	// Statements are the last that it had its databases run, if it did not end
	// well and they were asked for.
	Statements []Statement

	// Parting is what came of tearing down what it was the last to share, if that was
	// looked for. It is not kept: [UnitResult.Left] has it, too.
	Parting *Parting
}

// A Parting is what the tear-down of a class, or whatever else several tests share, did
// and left behind.
type Parting struct {
	Of         string // such as "the tear-down of shop.tests.OrderTests"
	Changes    []Change
	Leaks      []Leak
	Statements []Statement // if they were asked for
}

// A Leak is something that a test left behind in its process.
type Leak struct {
	Kind LeakKind
	What string // such as "fd 9: /tmp/x" or "PATH=… (was …)"
}

// Says is a failure in a line: the type and the message of an exception, or else the first
// line of what was said.
func (a Attempt) Says() string {
	text := a.Failure
	if len(a.Raised) > 0 {
		text = a.Raised[0].Type + ": " + a.Raised[0].Message
	}
	first, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return first
}

// A LeakKind is what can be left behind.
type LeakKind string

// The kinds of leak that workers look for.
const (
	LeakFile      LeakKind = "open file"
	LeakProcess   LeakKind = "child process"
	LeakGoroutine LeakKind = "goroutine"
	LeakEnv       LeakKind = "environment"
	LeakDir       LeakKind = "working directory"
	LeakRow       LeakKind = "row" // of a database, or a whole table
)

// A Change is one row, or one variable, that a test left other than it had
// found it.
type Change struct {
	Alias string // the database; "" for a package variable or a file
	Where string // table, variable, or a file behind [FileMark]
	Old   string // "" for a new row
	New   string // "" for a deleted row
}

// FileMark comes before the name of a file in [Change.Where].
const FileMark = "file "

// Thing is what has changed.
func (c Change) Thing() Thing {
	name, isFile := strings.CutPrefix(c.Where, FileMark)
	switch {
	case c.Alias != "":
		return Thing{Kind: ThingDatabase, Alias: c.Alias, Name: c.Where}
	case isFile:
		return Thing{Kind: ThingFile, Name: name}
	}
	return Thing{Kind: ThingVariable, Name: c.Where}
}

// String is such as `default: table orders: "open" -> "cancelled"`.
func (c Change) String() string {
	where := c.Where
	if c.Alias != "" {
		where = c.Alias + ": " + where
	}
	switch {
	case c.Old == "":
		return where + ": new " + c.New
	case c.New == "":
		return where + ": deleted " + c.Old
	}
	if strings.HasPrefix(c.New, c.Old+", ") {
		return where + ": " + c.New // of a definition, with what became of it
	}
	return where + ": " + c.Old + " -> " + c.New
}

// A Statement is one of SQL.
type Statement struct {
	Number   int           // 1 for the test's first; those before the first that is kept were left out
	Text     string        // as the test gave it, or BEGIN, COMMIT or ROLLBACK; cut where it is gigantic
	Args     []string      // as SQL or Go would write them; cut too
	Where    string        // the test's line that caused it, such as "a_test.go:31", or "a_test.go:31 > b_test.go:7" if a helper's did; "" if none did
	After    time.Duration // the test's start
	Duration time.Duration // for which the database kept the test waiting; of a query while it read the rows, too
	Result   string        // of a query "no rows", "1 row" and so on, as far as they were read, or "its rows still open"; or "not answered"
	Error    string        // "" if all went well
	Digest   string        // of all rows that were read; "" if there were none, or if it was not asked for
	First    string        // the first of these rows, cut; the same
}

// Tied is what the result of a statement says whose ORDER BY leaves the order of rows open,
// if somebody looked.
const Tied = "so that nothing says which is first"

// A UnitResult is what happened to a unit as a whole, such as a Go package
// that does not build, or whose TestMain failed.
type UnitResult struct {
	Unit     string
	Outcome  Outcome // Pass, Fail, Skip or Broken
	Reason   string  // such as "build failed", "vet failed", "no test files", "skipped by TestMain"; "" if it simply ran
	Output   []byte  // what the unit printed outside of any test
	Duration time.Duration
	CPU      time.Duration // of its processes and their children; 0 if unknown
	Left     []Leftover
}

// A Leftover is a leak of something that several tests share. Names in JSON are those of
// reports.
type Leftover struct {
	Of   string   `json:"of"` // such as "setUpClass (shop.tests.OrderTests)"
	Kind LeakKind `json:"kind"`
	What string   `json:"what"`
}
