package app

import (
	"context"
	"errors"
	"strings"

	"github.com/ptr-project/ptr/bisect/evidence"
	"github.com/ptr-project/ptr/clone"
)

// Consequences are what writing to a table has written elsewhere, in the databases of which
// that can be looked up.
func (p *Prober) Consequences(ctx context.Context) (found evidence.Consequences, err error) {
	lease, err := p.landlord.Lease(ctx, int(p.lanes.Add(1)), 1)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, lease.Release(false)) }()
	found = evidence.Consequences{}
	for set, watch := range lease.Watch {
		c, ok := watch.(clone.Consequential)
		if !ok {
			continue
		}
		of, err := c.Consequences(ctx)
		if err != nil {
			return nil, err
		}
		for alias := range strings.SplitSeq(set, "+") {
			found[alias] = of
		}
	}
	return found, nil
}
