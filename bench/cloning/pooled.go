package cloning

import (
	"context"
	"sync"
	"time"

	"github.com/ptr-project/ptr/clone"
)

// A pooled strategy leases clones that were made ahead, which is what tests wait
// for. Its time has nothing of making them.
type pooled struct {
	clone.Strategy
	ahead int
	dir   string

	mu   sync.Mutex
	pool *clone.Pool
}

func (*pooled) Name() string { return "pool" }

func (p *pooled) Prepare(_ context.Context, t clone.Template) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.pool == nil {
		p.pool = clone.NewPool(clone.PoolOptions{Strategy: p.Strategy, Template: t, Dir: p.dir, Ahead: p.ahead})
	}
	return nil
}

// settle waits until as many clones are ready as will be asked for, and those are gone
// that were used.
func (p *pooled) settle(ctx context.Context) error {
	for n := p.pool.Counts(); n[clone.Ready] < p.ahead || n[clone.Dirty] > 0; n = p.pool.Counts() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Millisecond):
		}
	}
	return nil
}

func (p *pooled) Clone(ctx context.Context, t clone.Template, _, _ string) (clone.Clone, error) {
	return p.pool.Lease(ctx)
}

func (p *pooled) Drop(_ context.Context, c clone.Clone) error {
	p.pool.Return(c)
	return nil
}

func (p *pooled) close() error {
	if p.pool == nil {
		return nil
	}
	return p.pool.Close()
}

// A connected strategy has one clone, and gives it to everybody: what is left is the
// time of a connection.
type connected struct {
	clone.Strategy
	dir string

	mu   sync.Mutex
	only clone.Clone
}

func (*connected) Name() string { return "connect" }

func (c *connected) Prepare(ctx context.Context, t clone.Template) (err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.only.Name == "" {
		c.only, err = c.Strategy.Clone(ctx, t, c.dir, "only")
	}
	return err
}

func (c *connected) Clone(context.Context, clone.Template, string, string) (clone.Clone, error) {
	return c.only, nil
}

// Drop leaves the clone to close.
func (*connected) Drop(context.Context, clone.Clone) error { return nil }

func (c *connected) close() error {
	if c.only.Name == "" {
		return nil
	}
	return c.Strategy.Drop(context.Background(), c.only)
}
