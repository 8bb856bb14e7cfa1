// Package flaky finds out which tests of a suite are flaky, of what kind, and how sure one
// can be of it. It runs the whole suite in many orders and under perturbations, replays
// what failed, and gathers what fails together into causes. It is pure: what runs an
// order is given to it.
//
// The methods, and how often they are right, are described in docs/flaky.md.
package flaky

import (
	"context"
	"errors"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// A Condition is something that all of a run's tests run under: nothing special, or one
// perturbation, such as a coarse clock.
type Condition struct {
	Name  string // "" is plain
	Means string // what it says of a test that it fails under it
	Probe suite.Probe
	Runs  int // how many orders run under it, of a perturbation; 0 is as many as plainly
}

// Options say what is looked for, and for how long.
type Options struct {
	Plain     Condition
	Perturbed []Condition
	Dealt     func(n int) Condition // the n-th way, from 1, to fix what luck deals each process plainly; nil is none
	Tests     []suite.Test          // in the order of CI
	Workers   int                   // how many trials run at the same time; at least 1
	Hatched   bool                  // a plain trial that is not [suite.Trial.Anew] runs in forked processes, much faster

	Runs   int           // how many plain orders; those of the past count
	Budget time.Duration // 0 is without limit; a share is kept for replays
	Until  Until

	Conflicts  []Conflict // their tests become neighbours first; others are not excluded
	Systematic bool       // every test right after every other one: see [Systematic]
	Past       []Run      // what was seen before

	Alpha float64 // the share of tests called dependent on something that may be wrong, such as 0.001
	Seed  uint64

	Now  func() time.Time
	Told func(Progress) // optional; one call at a time
}

// Progress is told of whenever something has run.
type Progress struct {
	Phase  string // "orders", "outages" or "replays"
	Done   int    // of this phase
	Of     int    // as far as is known; 0 if it isn't
	Run    *Run   // that has ended; nil for replays
	Failed int    // tests that have failed so far
}

// Search runs orders until it is told to stop, and then what it takes to say why tests
// failed. If it is interrupted it returns what it knows, with an error: that of the context, or
// what a probe makes of it. Other errors are a probe's.
func Search(ctx context.Context, o Options) (Report, error) {
	s := newSearch(ctx, o)
	err := s.explore()
	if err == nil {
		err = s.setOutagesApart()
	}
	if err == nil {
		err = s.classify()
	}
	if err != nil && ctx.Err() == nil && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		return Report{}, err
	}
	if err != nil {
		s.stopped = Interrupted
		s.concludeEarly()
	}
	return s.report(), err
}
