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
	"github.com/ptr-project/ptr/worker"
)

// rowsShown is how many changed rows of a table are named.
const rowsShown = 5

func (p *process) isolated() bool { return p.Isolation == Verify || p.Isolation == Restore }

// look sees what the test that has just ended left in its databases, and what the
// tear-down of its class did if another's comes next; puts it back if asked to, and then
// settles the test.
func (p *process) look(ctx context.Context, a assignment) error {
	if len(p.held) == 0 {
		return nil
	}
	defer p.flush()
	p.group = ""
	changes, err := p.changes(ctx)
	last := &p.held[len(p.held)-1]
	last.Changes = append(last.Changes, changes...)
	if err != nil || p.spent {
		return p.unseen(ctx, err)
	}
	if last.Parting, err = p.part(ctx, a); err != nil {
		return p.unseen(ctx, err)
	}
	p.group = a.tests[len(a.tests)-1].Group
	p.spent = p.spent || p.owing && (p.group == "" || a.next.Group != p.group)
	return nil
}

// leftInTheEnd is what tearing down what the last test shared has left, if the process has
// ended in an orderly way.
func (p *process) leftInTheEnd(ctx context.Context) []suite.Leftover {
	if p.group == "" || !p.isolated() {
		return nil
	}
	changes, err := p.changes(ctx)
	if err != nil {
		return nil // nobody comes after it who could be harmed
	}
	return leftovers(tearDown(p.group), changes)
}

// part has that torn down which the test of a shares with others, and not with the next
// one, and sees what comes of it; nil if there is nothing.
func (p *process) part(ctx context.Context, a assignment) (*suite.Parting, error) {
	w, parts := p.worker.(worker.Parter)
	group := a.tests[len(a.tests)-1].Group
	if !parts || group == "" || a.next.ID == "" || a.next.Group == group {
		return nil, nil
	}
	parting, err := w.Part(ctx, a.next.ID)
	if err != nil {
		return nil, err
	}
	changes, err := p.changes(ctx)
	parting.Of = tearDown(group)
	parting.Changes = append(parting.Changes, changes...)
	p.units.leave(p.unit, leftovers(parting.Of, changes))
	return &parting, err
}

// tearDown is what tears down what the tests of a group share.
func tearDown(group string) string { return "the tear-down of " + group }

// leftovers are changes in databases as what several tests share has left them.
func leftovers(of string, changes []suite.Change) (left []suite.Leftover) {
	for _, c := range changes {
		left = append(left, suite.Leftover{Of: of, Kind: suite.LeakRow, What: c.String()})
	}
	return left
}

// changes are what was changed in the databases since the last look, which is put back if
// that is asked for.
func (p *process) changes(ctx context.Context) (all []suite.Change, err error) {
	owed := p.owing
	p.owing = false
	for _, alias := range slices.Sorted(maps.Keys(p.lease.Watch)) {
		watch := p.lease.Watch[alias]
		changes, err := watch.Changes(ctx, rowsShown)
		if err != nil {
			return all, fmt.Errorf("looking for changes in %s: %w", alias, err)
		}
		for i := range changes {
			changes[i].Alias = cmp.Or(changes[i].Alias, alias)
		}
		all = append(all, changes...)
		if p.Isolation == Restore && (len(changes) > 0 || owed) {
			if err := p.restore(ctx, watch); err != nil {
				return all, fmt.Errorf("restoring %s: %w", alias, err)
			}
		}
	}
	if p.Closely && p.lease.Files != nil {
		changes, err := p.lease.Files.Changes()
		if err != nil {
			return all, fmt.Errorf("looking for changed files: %w", err)
		}
		all = append(all, changes...)
	}
	return all, nil
}

// restore puts back what watch sees, or notes why it cannot.
func (p *process) restore(ctx context.Context, watch clone.Watcher) error {
	err := watch.Restore(ctx)
	switch {
	case errors.Is(err, clone.ErrBusy):
		p.owing = true
	case errors.Is(err, clone.ErrIrreversible):
		p.spent = true
	default:
		return err
	}
	return nil
}

// unseen is err, by which it cannot be told what a test has left. Where that is since a
// server ended, or a session there, the database is lost, and the test runs again; once,
// for it is perhaps to blame itself. It is nil if err is.
func (p *process) unseen(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
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
