package suite

import (
	"context"
	"errors"
)

// A Trial is an order that is run to see how it ends: on fresh clones of every
// database, and in a fresh process for each unit.
type Trial struct {
	Name   string  // optional: how the order came about, such as "reversed"
	Order  Order   // a test may come more than once
	Beside []Order // optional: what other workers run, over and over, as long as that takes
	Pause  *Pause  // optional, and not with Beside: what is done before the last test
	Anew   bool    // its processes start by themselves, where others may be forked from one that has set the suite up
}

// A Pause is what is done before the last test of a trial, while no test runs. The zero
// Pause does nothing but look, as every Pause does.
type Pause struct {
	PutBack   []Thing // to what they were before the first test
	Databases bool    // made like their templates again, all of them
	Fresh     bool    // the last test has a process of its own, on the same clones; with Databases, on others
}

// ErrNotPutBack is wrapped by a probe's error where a Pause could not be made.
var ErrNotPutBack = errors.New("cannot be put back")

// A Probe runs a trial, and returns an attempt for each position of its order. One
// that was not begun, since the process had died, has no outcome. The error says that
// ptr failed, not a test. It is safe for concurrent use. Those that know what a Pause is
// say so; others are given none.
type Probe func(ctx context.Context, t Trial) ([]Attempt, error)
