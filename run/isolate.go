package run

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/ptr-project/ptr/clone"
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
			return fmt.Errorf("looking for changes in %s: %w", alias, err)
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
				return fmt.Errorf("restoring %s: %w", alias, err)
			}
		}
	}
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
