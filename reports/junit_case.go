package reports

import (
	"strings"

	"github.com/ptr-project/ptr/suite"
)

// cases are those of one test: what its last attempt came to, and how the
// earlier ones failed.
func cases(attempts []node) []xmlCase {
	// Attempts that were cut short, or repeated on request, are not reruns.
	var made []xmlCase
	for len(attempts) > 1 && attempts[1].Cause != suite.Retry {
		if attempts[0].Outcome != suite.Unfinished {
			made = append(made, cases(attempts[:1])...)
		}
		attempts = attempts[1:]
	}
	if len(attempts) == 1 || !attempts[len(attempts)-1].Outcome.Good() {
		return append(made, rerun(attempts)...)
	}
	return append(made, flaky(attempts)...)
}

// rerun is a test that no retry made pass: its first failure counts.
func rerun(attempts []node) []xmlCase {
	made := casesOf(attempts[0])
	again := failures(attempts[1:])
	for i := range made {
		for _, a := range again[suite.ID(made[i].id)] {
			if isError(a.Outcome) {
				made[i].RerunErrors = append(made[i].RerunErrors, *problem(a))
			} else {
				made[i].RerunFailures = append(made[i].RerunFailures, *problem(a))
			}
		}
	}
	return made
}

// flaky is a test that passed in the end.
func flaky(attempts []node) []xmlCase {
	last := len(attempts) - 1
	made := casesOf(attempts[last])
	before := failures(attempts[:last])
	for i := range made {
		for _, a := range before[suite.ID(made[i].id)] {
			if isError(a.Outcome) {
				made[i].FlakyErrors = append(made[i].FlakyErrors, *problem(a))
			} else {
				made[i].FlakyFailures = append(made[i].FlakyFailures, *problem(a))
			}
		}
	}
	return made
}

// failures are the attempts that tell what went wrong, by test.
func failures(attempts []node) map[suite.ID][]suite.Attempt {
	failed := map[suite.ID][]suite.Attempt{}
	for _, n := range attempts {
		if n.Outcome.Good() {
			continue
		}
		for _, part := range parts(n) {
			failed[part.Test] = append(failed[part.Test], part)
		}
	}
	return failed
}

// casesOf are the cases of one attempt: its subtests without subtests, and every
// test that has something to say of its own.
func casesOf(n node) []xmlCase {
	var made []xmlCase
	if len(n.subs) == 0 || len(n.Output) > 0 || speaks(n) {
		made = append(made, caseOf(n.Attempt, speaks(n)))
	}
	for _, sub := range n.subs {
		made = append(made, casesOf(sub)...)
	}
	if !speaks(n) {
		tellStatements(made, n.Statements)
	}
	return made
}

// tellStatements adds statements to the first of cases that is a failure: those
// of subtests are known of their test only.
func tellStatements(cases []xmlCase, statements []suite.Statement) {
	for _, c := range cases {
		for _, p := range []*xmlProblem{c.Error, c.Failure} {
			if p != nil {
				p.Text += xmlText(joined(statements))
				return
			}
		}
	}
}

// joined are statements as text that is added to a failure's.
func joined(statements []suite.Statement) string {
	if len(statements) == 0 {
		return ""
	}
	return "\n" + strings.Join(lastStatements(statements, ""), "\n")
}

// caseOf is the case of one attempt. If it doesn't speak for itself, those of
// its subtests do.
func caseOf(a suite.Attempt, speaks bool) xmlCase {
	c := xmlCase{
		id: string(a.Test), Name: xmlText(testName(a.Test, a.Unit)), Class: xmlText(a.Unit), Time: seconds(a.Duration),
		Out: xmlText(string(a.Output)),
	}
	switch {
	case a.Outcome == suite.Skip || a.Outcome == suite.ExpectedFailure:
		c.Skipped = &xmlSkipped{Message: xmlText(string(a.Outcome))}
	case !speaks:
	case isError(a.Outcome):
		c.Error = problem(a)
	default:
		c.Failure = problem(a)
	}
	return c
}

// isError reports whether o is a failure of another kind than an assertion.
func isError(o suite.Outcome) bool {
	return o == suite.Crash || o == suite.Broken || o == suite.Unfinished
}

func problem(a suite.Attempt) *xmlProblem {
	kind := string(a.Outcome)
	if len(a.Raised) > 0 {
		kind = a.Raised[0].Type
	}
	return &xmlProblem{Message: xmlText(oneLine(a.Failure)), Type: xmlText(kind), Text: xmlText(a.Failure + joined(a.Statements))}
}

func notRun(id suite.ID, unit string) xmlCase {
	return xmlCase{Name: xmlText(testName(id, unit)), Class: xmlText(unit), Time: seconds(0), Skipped: &xmlSkipped{Message: "not run"}}
}

// ofUnit stands for a unit that failed as a whole.
func ofUnit(r suite.UnitResult) xmlCase {
	return xmlCase{
		Name: xmlText("[" + r.Reason + "]"), Class: xmlText(r.Unit), Time: seconds(0),
		Error: &xmlProblem{Message: xmlText(r.Reason), Type: string(r.Outcome), Text: xmlText(string(r.Output))},
	}
}
