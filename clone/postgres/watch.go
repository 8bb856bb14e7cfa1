package postgres

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/suite"
)

// Watch follows the change streams of the clone's databases, if its server has them. A
// database that is there a second time is compared with that.
func (b *backend) Watch(ctx context.Context, t clone.Template, c clone.Clone) (clone.Watcher, error) {
	if !b.Watched || !b.directories.Made(c) {
		return nil, fmt.Errorf("watching a PostgreSQL server: %w", errors.ErrUnsupported)
	}
	w := &watcher{}
	for i, alias := range slices.Sorted(maps.Keys(c.Databases)) {
		e, err := b.open(ctx, c.Databases[alias]["dsn"], alias, fmt.Sprint("ptr_", i))
		if err != nil {
			return nil, errors.Join(fmt.Errorf("watching %q: %w", alias, err), w.Close())
		}
		w.eyes = append(w.eyes, e)
	}
	return w, nil
}

// open watches the database of an alias, in the way that it was made for. The stream's
// slot has that name.
func (b *backend) open(ctx context.Context, dsn, alias, slot string) (observer, error) {
	if b.major() < computing {
		return openEye(ctx, dsn, alias, slot, b.major() >= telling)
	}
	original := originalName(alias)
	twice, err := has(ctx, dsn, original)
	if err != nil {
		return nil, err
	}
	if twice {
		return openGuest(ctx, alias, dsn, dsn+" dbname="+quoted(original)) // the latter of two is what counts
	}
	e, err := openEye(ctx, dsn, alias, slot, true)
	if err != nil {
		return nil, err
	}
	if err := letGo(ctx, e.conn); err != nil {
		return nil, errors.Join(err, e.close())
	}
	e.written, err = e.snapshot(ctx)
	return e, err
}

// has reports whether a server has a database.
func has(ctx context.Context, dsn, database string) (there bool, err error) {
	c, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return false, err
	}
	err = c.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", database).Scan(&there)
	return there, errors.Join(err, c.Close(ctx))
}

// An observer watches one database.
type observer interface {
	wasUsed(ctx context.Context) (bool, error)
	changes(ctx context.Context, limit int) ([]suite.Change, error)
	restore(ctx context.Context) error
	restoreOnly(ctx context.Context, which []suite.Thing) error
	consequences(ctx context.Context) (map[string][]string, error)
	blind() bool // since its session has ended
	close() error
}

// session says of an observer's error if it cannot see any more.
func session(o observer, err error) error {
	if o.blind() {
		return fmt.Errorf("%w: %w", clone.ErrSession, err)
	}
	return err
}

// A watcher has an eye on each database of a clone.
type watcher struct{ eyes []observer }

func (w *watcher) Used(ctx context.Context) (bool, error) {
	for _, e := range w.eyes {
		if used, err := e.wasUsed(ctx); used || err != nil {
			return used, err
		}
	}
	return false, nil
}

func (w *watcher) Changes(ctx context.Context, limit int) (all []suite.Change, err error) {
	for _, e := range w.eyes {
		changes, err := e.changes(ctx, limit)
		if err != nil {
			return nil, session(e, err)
		}
		all = append(all, changes...)
	}
	return all, nil
}

func (w *watcher) Restore(ctx context.Context) error {
	for _, e := range w.eyes {
		if err := e.restore(ctx); err != nil {
			return session(e, err)
		}
	}
	return nil
}

func (w *watcher) Close() error {
	var errs []error
	for _, e := range w.eyes {
		errs = append(errs, e.close())
	}
	return errors.Join(errs...)
}
