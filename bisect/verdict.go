package bisect

import "github.com/ptr-project/ptr/suite"

// A verdict is what one run of the victim says.
type verdict = suite.Saying

const (
	unresolved = suite.Nothing // not run, skipped, or failed in another way
	passed     = suite.Passes
	failed     = suite.Fails
)

// Shows tells of attempts of a victim whether they show what a finding of that kind is
// about: that it passes, if it is brittle, else that it fails like known. If one says
// nothing, told is false.
func Shows(k Kind, known suite.Signature) func(suite.Attempt) (effect, told bool) {
	wanted := failed
	if k == Brittle {
		wanted = passed
	}
	return func(a suite.Attempt) (effect, told bool) {
		v := judge(known, a)
		return v == wanted, v != unresolved
	}
}

// judge is the verdict of a, where failures count that known matches.
func judge(known suite.Signature, a suite.Attempt) verdict {
	v := suite.SayingOf(a)
	if v == failed && !known.Matches(a) {
		return unresolved
	}
	return v
}
