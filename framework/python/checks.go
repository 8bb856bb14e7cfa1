package python

import (
	"context"
	"errors"
	"sync"

	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
	"github.com/ptr-project/ptr/worker/spoken"
)

// checks are Django's system checks. One process of a run makes all of them, unless
// an earlier run has seen what they find in a suite that has not changed.
type checks struct {
	mu    sync.Mutex
	known *string                  // what they find, as text; nil: not known yet
	taken bool                     // a process is at it
	each  bool                     // every process makes them
	told  bool                     // to this run's user
	keep  func(found string) error // for later runs
}

// take is whether the process that is about to start has to make all checks.
func (c *checks) take() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.each {
		return true
	}
	if c.known != nil || c.taken {
		return false
	}
	c.taken = true
	return true
}

// giveUp says, if mine, that the process that had to make them has ended without.
func (c *checks) giveUp(mine bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.taken = c.taken && !mine
}

// learn notes what they have found. That it cannot be kept only costs time.
func (c *checks) learn(found string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.told = true
	if c.known == nil {
		_ = c.keep(found)
	}
	c.known = &found
}

// news is what they find, if it is known and this run has not told it, and else "".
func (c *checks) news() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || c.told {
		return ""
	}
	c.told = true
	return *c.known
}

// A checked process makes the checks, or tells what they found when they were made.
type checked struct {
	*spoken.Worker
	checks *checks
	mine   bool // it has to make them, and its first test has not begun
	found  string
}

// Run implements [worker.Worker]. Before the first test begins, checks have been made.
func (w *checked) Run(ctx context.Context, b worker.Batch, report func(worker.Event)) error {
	if news := w.checks.news(); news != "" {
		report(worker.Noticed{Text: news})
	}
	err := w.Worker.Run(ctx, b, func(e worker.Event) {
		switch e := e.(type) {
		case worker.Noticed:
			w.found = e.Text
		case worker.Began:
			if w.mine {
				w.mine = false
				w.checks.learn(w.found)
			}
		}
		report(e)
	})
	var unfit *spoken.UnfitError
	if errors.As(err, &unfit) {
		return &SetUpError{unfit}
	}
	return err
}

// Close implements [worker.Worker].
func (w *checked) Close(ctx context.Context) (suite.UnitResult, error) {
	w.checks.giveUp(w.mine)
	return w.Worker.Close(ctx)
}
