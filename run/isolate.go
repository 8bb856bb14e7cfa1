package run

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/suite"
)

// rowsShown is how many changed rows of a table are named.
const rowsShown = 5

func (p *process) isolated() bool { return p.Isolation == Verify || p.Isolation == Restore }

// look sees what the test that has just ended left in its databases, puts it
// back if asked to, and then settles the test.
func (p *process) look(ctx context.Context) error {
	if len(p.held) == 0 {
		return nil
	}
	defer p.flush()
	for _, alias := range slices.Sorted(maps.Keys(p.lease.Watch)) {
		watch := p.lease.Watch[alias]
		changes, err := watch.Changes(ctx, rowsShown)
		if err != nil {
			return p.unseen(ctx, fmt.Errorf("looking for changes in %s: %w", alias, err))
		}
		for i := range changes {
			changes[i].Alias = cmp.Or(changes[i].Alias, alias)
		}
		last := &p.held[len(p.held)-1]
		last.Changes = append(last.Changes, changes...)
		if p.Isolation == Restore && len(changes) > 0 {
			err := watch.Restore(ctx)
			if errors.Is(err, clone.ErrIrreversible) {
				p.spent = true
			} else if err != nil {
				return p.unseen(ctx, fmt.Errorf("restoring %s: %w", alias, err))
			}
		}
	}
	return nil
}

// unseen is err, by which it cannot be told what a test has left. Where that is since a
// server ended, or a session there, the database is lost, and the test runs again; once,
// for it is perhaps to blame itself.
func (p *process) unseen(ctx context.Context, err error) error {
	lost := errors.Is(err, clone.ErrSession) || p.lease.Lost != nil && p.lease.Lost(ctx) != nil
	if !lost || ctx.Err() != nil {
		return err
	}
	p.lost = err
	p.held = slices.DeleteFunc(p.held, func(attempt suite.Attempt) bool {
		first := p.begin[attempt.Test].number == 1
		if first {
			attempt.Outcome, attempt.Failure = suite.Unfinished, err.Error()
			p.Emit(suite.Ended{Attempt: attempt})
		}
		return first
	})
	return nil
}

// flush settles what was held.
func (p *process) flush() {
	held := p.held
	p.held = nil
	for _, attempt := range held {
		p.settle(attempt)
	}
}
