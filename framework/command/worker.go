package command

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// lines is the [worker.Worker] that runs every test, or every few tests, by a
// line of its own.
type lines struct {
	suite Options
	unit  string
	place worker.Place

	cpu    time.Duration
	shared worker.Excerpt // what lines for several tests printed
}

// Run implements [worker.Worker]. A line for several tests that does not return
// 0 is a death without a culprit, so that each of them is run again, alone.
func (l *lines) Run(ctx context.Context, b worker.Batch, report func(worker.Event)) error {
	for tests := b.Tests; len(tests) > 0; {
		n := l.together(tests)
		if err := l.run(ctx, worker.Batch{Tests: tests[:n], Limit: b.Limit}, report); err != nil {
			return err
		}
		tests = tests[n:]
	}
	return nil
}

// together is how many of tests the next line runs: one, or as many as fit.
func (l *lines) together(tests []suite.Test) int {
	if !strings.Contains(l.suite.Run, "{ids}") {
		return 1
	}
	size := 0
	for n, t := range tests {
		size += len(quote(string(t.ID))) + 1
		if size > maxLine && n > 0 {
			return n
		}
	}
	return len(tests)
}

// run runs the tests of b by one line.
func (l *lines) run(ctx context.Context, b worker.Batch, report func(worker.Event)) error {
	ids := make([]suite.ID, len(b.Tests))
	for i, t := range b.Tests {
		ids[i] = t.ID
		report(worker.Began{Test: t.ID, Time: time.Now()})
	}
	r, err := l.runLine(ctx, l.line(ids), total(ids, b.Limit))
	if err != nil {
		return fmt.Errorf("running %s: %w", ids[0], err)
	}
	if death := r.death(ids); death != nil {
		return death
	}
	if len(ids) > 1 {
		l.shared.Write(r.output)
		r.output = nil // nobody knows which test printed what
	}
	for _, id := range ids {
		report(worker.Ended{Attempt: r.attempt(id, len(ids))})
	}
	return nil
}

// line is the run line for ids.
func (l *lines) line(ids []suite.ID) string {
	quoted := make([]string, len(ids))
	for i, id := range ids {
		quoted[i] = quote(string(id))
	}
	words := strings.Join(quoted, " ")
	return strings.NewReplacer("{id}", words, "{ids}", words).Replace(l.suite.Run)
}

// total is the time limit of several tests: the sum of theirs; 0 if one has
// none.
func total(ids []suite.ID, limit func(suite.ID) time.Duration) time.Duration {
	var sum time.Duration
	for _, id := range ids {
		if limit == nil || limit(id) <= 0 {
			return 0
		}
		sum += limit(id)
	}
	return sum
}

// runLine runs line and returns when its whole process group is gone, which is
// after limit at the latest, unless that is 0.
func (l *lines) runLine(ctx context.Context, line string, limit time.Duration) (result, error) {
	limited, cancel := context.WithCancel(ctx)
	if limit > 0 {
		limited, cancel = context.WithTimeout(ctx, limit)
	}
	defer cancel()
	r := result{start: time.Now()}
	c, err := start(limited, line, l.suite.Dir, l.place)
	if err != nil {
		r.interrupted = ctx.Err() != nil
		if r.interrupted {
			err = nil
		}
		return r, err
	}
	r.state, r.output, err = c.wait()
	r.duration = time.Since(r.start)
	l.cpu += r.state.UserTime() + r.state.SystemTime()
	if c.killed && ctx.Err() != nil {
		r.interrupted = true
	} else if c.killed {
		r.timedOut = limit
	}
	return r, err
}

// Close implements [worker.Worker]. Every line's process group is gone already.
func (l *lines) Close(context.Context) (suite.UnitResult, error) {
	return suite.UnitResult{Unit: l.unit, Outcome: suite.Pass, Output: l.shared.Bytes(), CPU: l.cpu}, nil
}
