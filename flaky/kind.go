package flaky

// A Kind says in one word what a test's failure depends on.
type Kind string

// The kinds.
const (
	AlwaysFails      Kind = "always fails"
	Nondeterministic Kind = "nondeterministic" // failed and passed in the very same order
	OrderDependent   Kind = "order-dependent"  // of tests that ran before it
	Brittle          Kind = "brittle"          // fails unless others have run before it
	NonIdempotent    Kind = "non-idempotent"   // fails when it has run before
	NeedsNeighbours  Kind = "needs neighbours" // fails while others run on other workers
	Provoked         Kind = "provoked"         // fails under a perturbation only: not flaky until seen without
	Infrastructure   Kind = "infrastructure"   // failed with many others in one run, and not when that was run again
	Undecided        Kind = "undecided"
)

// Company reports whether k is a claim that failure depends on something, which has to be
// proved.
func (k Kind) Company() bool {
	switch k {
	case OrderDependent, Brittle, NonIdempotent, NeedsNeighbours, Provoked:
		return true
	}
	return false
}
