// Package suite has the nouns of ptr: tests and their IDs, attempts and their
// outcomes, and the events of a run. It knows no framework, no backend and no
// format, and imports nothing of ptr.
package suite

// An ID is a test's full name in its framework's own spelling, such as
// "example.com/shop/orders.TestRefund" or, for a subtest,
// "example.com/shop/orders.TestRefund/partial". Only a framework interprets it.
type ID string

// An Order is the tests of one worker, first to last.
type Order []ID

// A Kind is a sort of test that its framework runs apart from the others.
// An order applies within a kind.
type Kind string

// The kinds that Go has, in the order in which a test binary runs them.
// Frameworks with one kind only use KindTest.
const (
	KindTest    Kind = "test"
	KindFuzz    Kind = "fuzz"
	KindExample Kind = "example"
)

// A Test is something that can be handed to a worker: in Go a top-level test,
// an example or a fuzz target with its seeds, but not a subtest.
type Test struct {
	ID       ID
	Unit     string // tests of one unit can share a process; in Go the import path
	Kind     Kind
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
