package bisect

import "github.com/ptr-project/ptr/suite"

// A verdict is what one run of the victim says.
type verdict int

const (
	unresolved verdict = iota // it says nothing: not run, skipped, or failed in another way
	passed
	failed
)

// judge is the verdict of a, where failures count that are like known. The zero Signature
// is like any.
func judge(known suite.Signature, a suite.Attempt) verdict {
	switch {
	case a.Outcome == suite.Pass || a.Outcome == suite.ExpectedFailure:
		return passed
	case !a.Outcome.Bad():
		return unresolved
	case known.Outcome == "" || suite.SignatureOf(a) == known:
		return failed
	}
	return unresolved
}
