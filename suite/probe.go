package suite

import "context"

// A Trial is an order that is run to see how it ends: on fresh clones of every
// database, and in a fresh process for each unit.
type Trial struct {
	Name   string  // optional: how the order came about, such as "reversed"
	Order  Order   // a test may come more than once
	Beside []Order // optional: what other workers run, over and over, as long as that takes
}

// A Probe runs a trial, and returns an attempt for each position of its order. One
// that was not begun, since the process had died, has no outcome. The error says that
// ptr failed, not a test. It is safe for concurrent use.
type Probe func(ctx context.Context, t Trial) ([]Attempt, error)
