// Package suite has the nouns of ptr: tests and their IDs, attempts and their
// outcomes, and the events of a run. It knows no framework, no backend and no
// format, and imports nothing of ptr.
package suite

import "slices"

// An ID is a test's full name in its framework's own spelling, such as
// "example.com/shop/orders.TestRefund" or, for a subtest,
// "example.com/shop/orders.TestRefund/partial". Only a framework interprets it.
type ID string

// An Order is the tests of one worker, first to last.
type Order []ID

// Reversed is a copy of o, last to first.
func (o Order) Reversed() Order {
	reversed := slices.Clone(o)
	slices.Reverse(reversed)
	return reversed
}

// A Kind is a sort of test that its framework runs apart from the others.
// An order applies within a kind.
type Kind string

// The kinds. Go has the first and the last two, Django the first three;
// frameworks with one kind only use KindTest.
const (
	KindTest        Kind = "test"
	KindTransaction Kind = "transaction" // may leave its databases emptied: those of a KindTest come before
	KindPlain       Kind = "plain"       // knows nothing of databases
	KindFuzz        Kind = "fuzz"
	KindExample     Kind = "example"
)

// kinds in the order in which a process runs them.
var kinds = [...]Kind{KindTest, KindTransaction, KindPlain, KindFuzz, KindExample}

// Stage is the place of k in the life of a process, which never goes back to an
// earlier one; -1 for a kind that is none.
func (k Kind) Stage() int { return slices.Index(kinds[:], k) }

// A Test is something that can be handed to a worker: in Go a top-level test,
// an example or a fuzz target with its seeds, but not a subtest.
type Test struct {
	ID       ID
	Unit     string // tests of one unit can share a process; in Go the import path
	Kind     Kind
	Group    string // what it shares set-up with: neighbours of one group are not cut apart; "" is nothing
	Loose    bool   // it shares no more with its group than what costs nothing: a long group may be cut apart
	Parallel bool   // seems to run in parallel with its neighbours (t.Parallel)
	File     string // where it is declared, relative to the suite's root; "" if unknown
	Line     int    // 0 if unknown
}

// A Unit is a set of tests that can share one process: a Go package, a whole
// Django project.
type Unit struct {
	Name string // in Go the import path
	Dir  string // the folder that its tests run in, absolute
}
