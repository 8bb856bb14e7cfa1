package run

import (
	"context"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// A lane is one worker: it takes assignments until there are none, and runs
// them in one process after the other.
type lane struct {
	*Executor
	number   int
	schedule *schedule
	ledger   *ledger
	units    *units
	uses     *uses

	process   *process // the one that is fed; nil if there is none
	processes int      // how many there have been
	lastEnd   time.Time
}

func (l *lane) loop(ctx context.Context) error {
	l.lastEnd = time.Now()
	for {
		a, ok := l.schedule.take(l.number)
		if !ok {
			return l.retire(ctx)
		}
		rest, err := l.run(ctx, a)
		l.lastEnd = time.Now()
		l.schedule.done(l.number, a, rest)
		if err != nil {
			l.schedule.stop(true)
			l.retire(ctx)
			return err
		}
	}
}

// run runs a, in a process of its own if need be, and returns what could not
// be run because the process died.
func (l *lane) run(ctx context.Context, a assignment) (rest []suite.Test, err error) {
	if a.apart() {
		return l.runApart(ctx, a)
	}
	if l.process != nil && !l.process.takes(a) {
		if err := l.retire(ctx); err != nil {
			return a.tests, err
		}
	}
	if l.process == nil {
		if l.process, err = l.open(ctx, a.tests[0].Unit, l.Anew); err != nil {
			return a.tests, err
		}
	}
	rest, alive, err := l.process.run(ctx, a)
	if err == nil && !alive {
		err = l.retire(ctx)
	}
	return rest, err
}

func (l *lane) runApart(ctx context.Context, a assignment) ([]suite.Test, error) {
	anew := l.Anew && !(a.cause == suite.Diagnosis && l.schedule.spares(l.Spared))
	p, err := l.open(ctx, a.tests[0].Unit, anew)
	if err != nil {
		return a.tests, err
	}
	rest, _, err := p.run(ctx, a)
	if err := p.close(ctx); err != nil {
		return rest, err
	}
	return rest, err
}

// retire closes the fed process, if there is one.
func (l *lane) retire(ctx context.Context) error {
	if l.process == nil {
		return nil
	}
	p := l.process
	l.process = nil
	return p.close(ctx)
}
