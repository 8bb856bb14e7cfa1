package clone

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/ptr-project/ptr/internal/registry"
)

// A siteEngine copies databases of a site in one way.
type siteEngine struct {
	*lodger
	way SiteWay
}

func (e siteEngine) Open(ctx context.Context, t Template) (Instance, error) {
	if err := e.Check(ctx, t.Path); err != nil {
		return nil, fmt.Errorf("%s: %w", t.Path, err)
	}
	made, err := readLodged(t.Path)
	if err != nil {
		return nil, err
	}
	r, err := e.open(ctx)
	if err != nil {
		return nil, err
	}
	return &lodging{e.lodger, r, made}, nil
}

func (e siteEngine) Copy(ctx context.Context, i Instance, from, to string) error {
	on := i.(*lodging)
	name, left := on.clone(to), false
	return on.despite(ctx, on.registry, func() error {
		if left {
			if err := on.registry.Remove(ctx, name); err != nil {
				return e.Explain(err)
			}
		}
		left = true
		if err := on.registry.Enter(ctx, name, false); err != nil {
			return e.Explain(err)
		}
		if err := e.way.Copy(ctx, on.templates[from], name); err != nil {
			_ = on.registry.Remove(context.WithoutCancel(ctx), name) // or else a sweep does it
			return err
		}
		return nil
	})
}

func (e siteEngine) Remove(ctx context.Context, i Instance, alias string) error {
	on := i.(*lodging)
	return on.despite(ctx, on.registry, func() error { return e.Explain(on.registry.Remove(ctx, on.clone(alias))) })
}

// Spare says so in the registry.
func (p partial) Spare(ctx context.Context, c Clone, until time.Time) error {
	t := p.lookUp(c)
	if t == nil {
		return fmt.Errorf("%s is no clone of this process", c.Name)
	}
	on := t.server.(*lodging)
	var names []string
	for _, alias := range t.aliases {
		names = append(names, on.clone(alias))
	}
	if err := on.registry.Keep(ctx, until, names...); err != nil {
		return err
	}
	p.forget(c)
	return os.RemoveAll(c.Path)
}

// A lodging is where the clones of one template are.
type lodging struct {
	*lodger
	registry  *registry.Registry
	templates lodged
}

func (l *lodging) clone(alias string) string { return l.name(l.registry, alias) }

func (l *lodging) Database(alias string) Values { return l.Values(l.clone(alias)) }

// Lost asks the server.
func (l *lodging) Lost(ctx context.Context) error { return l.answer(ctx, l.registry) }

// Kill does nothing: the server is not ours.
func (*lodging) Kill() error { return nil }
