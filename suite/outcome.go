package suite

// An Outcome says how one attempt at a test ended.
type Outcome string

// The outcomes of an attempt. A test without an attempt is "not run", which is
// a [Verdict] and not an outcome.
const (
	Pass              Outcome = "pass"
	Fail              Outcome = "fail"
	Skip              Outcome = "skip"
	ExpectedFailure   Outcome = "expected failure"
	UnexpectedSuccess Outcome = "unexpected success"
	Timeout           Outcome = "timeout"
	Crash             Outcome = "crash"      // its process died of it
	Broken            Outcome = "broken"     // ptr or its database failed
	Unfinished        Outcome = "unfinished" // began, and its end was never seen
)

// Good reports whether o is nothing to worry about: a pass, a skip or an
// expected failure.
func (o Outcome) Good() bool {
	return o == Pass || o == Skip || o == ExpectedFailure
}

// Bad reports whether o is a result that speaks against the test: a failure,
// an unexpected success, a timeout or a crash. Broken and Unfinished are
// neither good nor bad: they say nothing about the test.
func (o Outcome) Bad() bool {
	return o == Fail || o == UnexpectedSuccess || o == Timeout || o == Crash
}
