package clone

import (
	"context"
	"fmt"
	"slices"

	"github.com/ptr-project/ptr/internal/registry"
)

// Watch compares the clone's databases with the template's: what changes is told by
// settings that only the server's owner has.
func (l *lodger) Watch(ctx context.Context, t Template, c Clone) (Watcher, error) {
	templates, err := readLodged(t.Path)
	if err != nil {
		return nil, err
	}
	if l.Solitary() {
		if templates, err = l.readable(ctx, t, c.Strategy); err != nil {
			return nil, fmt.Errorf("copying the template, to compare clones with: %w", err)
		}
	}
	var pairs []Pair
	for _, alias := range t.Aliases {
		pairs = append(pairs, Pair{alias, templates[alias], c.Databases[alias]["database"]})
	}
	r, err := l.open(ctx)
	if err != nil {
		return nil, err
	}
	var w Watcher
	err = l.despite(ctx, r, func() (err error) {
		w, err = l.Observe(ctx, pairs)
		return err
	})
	return w, err
}

// readable are databases like those of the template. They can be read while that is
// copied, and stay until the host ends.
func (l *lodger) readable(ctx context.Context, t Template, strategy string) (lodged, error) {
	l.copying.Lock()
	defer l.copying.Unlock()
	if made := l.originals[t.Path]; made != nil {
		return made, nil
	}
	templates, err := readLodged(t.Path)
	if err != nil {
		return nil, err
	}
	r, err := l.open(ctx)
	if err != nil {
		return nil, err
	}
	ways := l.Ways()
	way := ways[max(0, slices.IndexFunc(ways, func(w SiteWay) bool { return w.Name == strategy }))]
	made, number := lodged{}, len(l.originals)+1
	for alias, template := range templates {
		name := l.name(r, fmt.Sprintf("original%d_%s", number, alias))
		if err := r.Enter(ctx, name, false); err != nil {
			_ = removeAll(ctx, r, made) // or else a sweep does it
			return nil, l.Explain(err)
		}
		made[alias] = name
		if err := way.Copy(ctx, template, name); err != nil {
			_ = removeAll(ctx, r, made) // or else a sweep does it
			return nil, err
		}
	}
	l.originals[t.Path] = made
	return made, nil
}

// leave removes what is there for this process alone, clones apart. What it cannot
// remove, a sweep will.
func (l *lodger) leave(r *registry.Registry) error {
	l.copying.Lock()
	defer l.copying.Unlock()
	for _, made := range l.originals {
		if err := removeAll(context.Background(), r, made); err != nil {
			return l.Explain(err)
		}
	}
	return nil
}
