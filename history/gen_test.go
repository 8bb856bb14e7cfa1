package history_test

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/suite"
)

const shop = "example.com/shop"

// someTests are n tests of two units.
func someTests(n int) []suite.Test {
	tests := make([]suite.Test, n)
	for i := range tests {
		unit := fmt.Sprintf("%s/u%d", shop, i%2)
		tests[i] = suite.Test{
			ID: suite.ID(fmt.Sprintf("%s.Test%d", unit, i)), Unit: unit, Kind: suite.KindTest,
			Parallel: i%3 == 0, File: "a_test.go", Line: i + 1,
		}
	}
	return tests
}

// ids are those of tests.
func ids(tests []suite.Test) suite.Order {
	order := make(suite.Order, len(tests))
	for i, t := range tests {
		order[i] = t.ID
	}
	return order
}

var (
	anyBytes    = rapid.SliceOfN(rapid.Byte(), 0, 20)
	anyText     = rapid.Custom(func(t *rapid.T) string { return string(anyBytes.Draw(t, "bytes")) })
	anyDuration = rapid.Custom(func(t *rapid.T) time.Duration { return time.Duration(rapid.Int64Min(0).Draw(t, "ns")) })
	anyTime     = rapid.Custom(func(t *rapid.T) time.Time {
		return time.Unix(0, rapid.Int64Range(1, 1<<62).Draw(t, "unix ns")).UTC()
	})
	anyOutcome = rapid.SampledFrom([]suite.Outcome{
		suite.Pass, suite.Fail, suite.Skip, suite.ExpectedFailure, suite.UnexpectedSuccess,
		suite.Timeout, suite.Crash, suite.Broken, suite.Unfinished,
	})
	anyCause = rapid.SampledFrom([]suite.Cause{suite.Planned, suite.Repeat, suite.Retry, suite.Suspect, suite.Diagnosis})
	anyLeak  = rapid.Custom(func(t *rapid.T) suite.Leak {
		return suite.Leak{Kind: suite.LeakFile, What: anyText.Draw(t, "what")}
	})
	anyChange = rapid.Custom(func(t *rapid.T) suite.Change {
		return suite.Change{
			Alias: anyText.Draw(t, "alias"), Where: anyText.Draw(t, "where"),
			Old: anyText.Draw(t, "old"), New: anyText.Draw(t, "new"),
		}
	})
	anyLeftover = rapid.Custom(func(t *rapid.T) suite.Leftover {
		return suite.Leftover{Of: rapid.String().Draw(t, "of"), Kind: suite.LeakEnv, What: rapid.String().Draw(t, "what")}
	})
	anyException = rapid.Custom(func(t *rapid.T) suite.Exception {
		return suite.Exception{
			Type: rapid.String().Draw(t, "type"), Message: rapid.String().Draw(t, "message"), Link: rapid.SampledFrom([]string{"", "cause"}).Draw(t, "link"),
			Frames:  []suite.Frame{{File: "a.py", Line: 7, Function: "f", Code: rapid.String().Draw(t, "code"), Locals: map[string]string{"x": "1"}}},
			LeftOut: rapid.IntRange(0, 9).Draw(t, "left out"),
		}
	})
	anyStatement = rapid.Custom(func(t *rapid.T) suite.Statement {
		return suite.Statement{
			Number: rapid.IntRange(1, 300).Draw(t, "number"), Text: anyText.Draw(t, "text"), Where: anyText.Draw(t, "where"),
			Args:  rapid.SliceOfN(rapid.String(), 0, 2).Draw(t, "args"),
			After: anyDuration.Draw(t, "after"), Duration: anyDuration.Draw(t, "duration"),
			Result: anyText.Draw(t, "result"), Error: anyText.Draw(t, "error"),
		}
	})
)

// anyAttempt is one at a test, or at a subtest of it.
func anyAttempt(test suite.Test) *rapid.Generator[suite.Attempt] {
	return rapid.Custom(func(t *rapid.T) suite.Attempt {
		a := suite.Attempt{
			Test: test.ID, Unit: test.Unit, Cause: anyCause.Draw(t, "cause"),
			Number: 1, Worker: rapid.IntRange(1, 3).Draw(t, "worker"), Process: 1, Position: 7,
			Outcome: anyOutcome.Draw(t, "outcome"), Start: anyTime.Draw(t, "start"), Duration: anyDuration.Draw(t, "duration"),
			Failure: anyText.Draw(t, "failure"), Output: anyBytes.Draw(t, "output"),
			Leaks: rapid.SliceOfN(anyLeak, 0, 2).Draw(t, "leaks"), Changes: rapid.SliceOfN(anyChange, 0, 2).Draw(t, "changes"),
			Raised:     rapid.SliceOfN(anyException, 0, 2).Draw(t, "raised"),
			Statements: rapid.SliceOfN(anyStatement, 0, 2).Draw(t, "statements"),
		}
		if rapid.Bool().Draw(t, "subtest") {
			a.Parent, a.Test = a.Test, a.Test+"/"+suite.ID(anyText.Draw(t, "name"))
		}
		return a
	})
}

// anyEvent is one of a run of tests that is neither its first nor its last.
func anyEvent(tests []suite.Test) *rapid.Generator[suite.Event] {
	return rapid.Custom(func(t *rapid.T) suite.Event {
		test := rapid.SampledFrom(tests).Draw(t, "test")
		switch rapid.IntRange(0, 7).Draw(t, "kind") {
		case 0, 1:
			return suite.Began{
				Test: test.ID, Worker: rapid.IntRange(1, 3).Draw(t, "worker"), Process: 1,
				Time: anyTime.Draw(t, "time"), Usual: anyDuration.Draw(t, "usual"),
			}
		case 2:
			return suite.UnitEnded{UnitResult: suite.UnitResult{
				Unit: test.Unit, Outcome: anyOutcome.Draw(t, "outcome"), Reason: anyText.Draw(t, "reason"),
				Output: anyBytes.Draw(t, "output"), Duration: anyDuration.Draw(t, "duration"), CPU: anyDuration.Draw(t, "cpu"), Left: rapid.SliceOfN(anyLeftover, 0, 2).Draw(t, "left"),
			}}
		case 3:
			return suite.WorkerStarted{Worker: 1, Process: 2, Unit: test.Unit, Clones: map[string]string{"default": "c1"}, Waited: anyDuration.Draw(t, "waited")}
		case 4:
			return suite.WorkerDied{Worker: 1, Process: 2, Unit: test.Unit, Reason: "signal: killed", Output: anyBytes.Draw(t, "output"), Charged: test.ID}
		case 5:
			return suite.Stolen{From: 1, To: 2, Tests: []suite.ID{test.ID}}
		case 6:
			return suite.Warned{Text: "slow", Hint: "wait"}
		}
		return suite.Ended{Attempt: anyAttempt(test).Draw(t, "attempt")}
	})
}
