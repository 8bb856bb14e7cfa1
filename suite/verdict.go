package suite

// A Verdict is what a run says of one test, all its attempts considered.
type Verdict string

// The verdicts.
const (
	Passed  Verdict = "passed"
	Failed  Verdict = "failed"  // a bad outcome, and no retry passed
	Flaky   Verdict = "flaky"   // a bad outcome, and then a retry passed
	Skipped Verdict = "skipped" // as is an expected failure
	Errored Verdict = "broken"  // ptr or its database failed
	NotRun  Verdict = "not run" // no attempt, or none whose end was seen
)

// Judge says what attempts at one test, in the order in which they were made,
// amount to.
func Judge(attempts []Attempt) Verdict {
	verdict := NotRun
	for _, a := range attempts {
		verdict = verdict.After(a)
	}
	return verdict
}

// After is the verdict v, which may be NotRun, once a was made too. Diagnoses
// are not counted. Of retries the last decides; planned and repeated attempts
// must all be good.
func (v Verdict) After(a Attempt) Verdict {
	switch {
	case a.Cause == Diagnosis || a.Outcome == Unfinished:
		return v
	case a.Cause == Retry && v == Failed && a.Outcome.Good():
		return Flaky
	case v == Failed || v == Errored || v == Flaky:
		return v
	case a.Outcome == Pass:
		return Passed
	case a.Outcome == Broken:
		return Errored
	case a.Outcome.Good() && v == Passed:
		return Passed
	case a.Outcome.Good():
		return Skipped
	}
	return Failed
}

// A Summary counts the verdicts of a run. Subtests are not counted.
type Summary struct {
	Passed, Failed, Flaky, Skipped, Broken, NotRun int
	Units                                          int // units that failed as a whole: build, vet, TestMain
}

// Add counts v once.
func (s *Summary) Add(v Verdict) {
	switch v {
	case Passed:
		s.Passed++
	case Failed:
		s.Failed++
	case Flaky:
		s.Flaky++
	case Skipped:
		s.Skipped++
	case Errored:
		s.Broken++
	case NotRun:
		s.NotRun++
	}
}

// Tests is how many tests s counts.
func (s Summary) Tests() int {
	return s.Passed + s.Failed + s.Flaky + s.Skipped + s.Broken + s.NotRun
}
