package housing

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/run"
)

// A flat is what one process lives in.
type flat struct {
	*Landlord
	worker, process int
	temp, dir       string
	furniture       []furniture
}

type furniture struct {
	Set
	pool  *clone.Pool // that the clone is from, if it is
	clone clone.Clone
	watch clone.Watcher
	letGo func() // of locks that others take there
}

// clone makes or leases a clone of set number i.
func (f *flat) clone(ctx context.Context, i int) (clone.Clone, error) {
	if f.pools[i] != nil {
		return f.pools[i].Lease(ctx)
	}
	a := f.sets[i]
	return a.Strategy.Clone(ctx, a.Template, f.dir, a.Name())
}

// furnish adds a clone of set number i.
func (f *flat) furnish(ctx context.Context, i int, lease *run.Lease) error {
	a, begin := f.sets[i], time.Now()
	c, err := f.clone(ctx, i)
	if err != nil {
		return fmt.Errorf("cloning %q: %w", a.Name(), err)
	}
	f.count(time.Since(begin))
	f.furniture = append(f.furniture, furniture{Set: a, pool: f.pools[i], clone: c, letGo: func() {}})
	last := &f.furniture[len(f.furniture)-1]
	if last.watch, err = a.Backend.Watch(ctx, a.Template, c); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return fmt.Errorf("watching the clone of %q: %w", a.Name(), err)
	}
	last.letGo = f.contention.begin(a.Backend, c, f.worker, f.process)
	if last.watch != nil {
		lease.Watch[a.Name()] = last.watch
	}
	for _, d := range a.Databases {
		env, err := config.ExpandAll(d.Env, Placeholders(c.Databases[d.Alias], d.Alias, f.worker))
		if err != nil {
			return err
		}
		lease.Env = append(lease.Env, env...)
		lease.Clones[d.Alias] = c.Name
	}
	return nil
}

// lost says which database is no more, if one is.
func (f *flat) lost(ctx context.Context) error {
	for _, item := range f.furniture {
		if m, ok := item.Strategy.(clone.Mortal); ok {
			if err := m.Lost(ctx, item.clone); err != nil {
				return fmt.Errorf("the clone of %s is lost: %w", item.Name(), err)
			}
		}
	}
	return nil
}

// vacate removes everything, except the clones if a test failed on them and
// such clones are kept. Of several errors it returns the first: where one file
// cannot be removed, most others cannot either.
func (f *flat) vacate(failed bool) error {
	var errs []error
	for _, item := range f.furniture {
		item.letGo()
		if item.watch != nil {
			errs = append(errs, item.watch.Close())
		}
	}
	errs = append(errs, os.RemoveAll(f.temp))
	if failed && f.keep && len(f.furniture) > 0 {
		return cmp.Or(append(errs, f.retain())...)
	}
	for _, item := range f.furniture {
		if item.pool != nil {
			item.pool.Return(item.clone)
		} else {
			errs = append(errs, item.Strategy.Drop(context.Background(), item.clone))
		}
	}
	if f.dir != "" {
		errs = append(errs, os.RemoveAll(f.dir))
	}
	return cmp.Or(errs...)
}
