package registry

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Limits say which templates stay that nobody uses, and whether what is kept does.
type Limits struct {
	Unused time.Duration // how long templates do
	Most   int           // how many at most
	NoKept bool          // what is kept goes, too, whatever its time
}

// An entry is a database in the table.
type entry struct {
	name  string
	kind  int
	owner string
	age   int64 // seconds since it was used; negative if it never was, as when it is not complete, or is kept for longer
}

// Sweep removes what dead owners have left, what was kept until now, and the templates
// that are over the limits. It returns the names of the databases that it has removed.
func (r *Registry) Sweep(ctx context.Context, l Limits) (removed []string, err error) {
	err = r.exclusively(ctx, func() error {
		all, err := r.entries(ctx)
		if err != nil {
			return err
		}
		living, err := r.living(ctx)
		if err != nil {
			return err
		}
		used, err := r.used(ctx, living)
		if err != nil {
			return err
		}
		for _, e := range l.leftovers(all, living, used) {
			if err := r.Remove(ctx, e.name); err != nil {
				return err
			}
			removed = append(removed, e.name)
		}
		return nil
	})
	return removed, err
}

// leftovers are the entries that can go. They are sorted from the one that was used
// last.
func (l Limits) leftovers(all []entry, living, used map[string]bool) []entry {
	var gone []entry
	idle := 0
	for _, e := range all {
		switch {
		case e.kind == kindKept:
			if e.age < 0 && !l.NoKept {
				continue
			}
		case e.kind == kindClone || e.age < 0:
			if living[e.owner] {
				continue
			}
		case used[e.name]:
			continue
		default:
			idle++
			if time.Duration(e.age)*time.Second < l.Unused && idle <= l.Most {
				continue
			}
		}
		gone = append(gone, e)
	}
	return gone
}

func (r *Registry) entries(ctx context.Context) (all []entry, err error) {
	rows, err := r.db.QueryContext(ctx, "SELECT name, template, owner, COALESCE("+r.dialect.Now+" - used, -1) FROM ptr_databases")
	if err != nil {
		return nil, fmt.Errorf("ptr's list of databases: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var e entry
		if err := rows.Scan(&e.name, &e.kind, &e.owner, &e.age); err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b entry) int { return int(a.age - b.age) })
	return all, rows.Err()
}

// living are the owners in the table that are alive, those apart of what is kept, which
// does not need them.
func (r *Registry) living(ctx context.Context) (map[string]bool, error) {
	owners, err := r.texts(ctx, fmt.Sprintf("SELECT owner FROM ptr_databases WHERE template <> %d UNION SELECT owner FROM ptr_users", kindKept))
	if err != nil {
		return nil, err
	}
	living := map[string]bool{}
	for _, o := range owners {
		if living[o], err = r.lives(ctx, o); err != nil {
			return nil, err
		}
	}
	return living, nil
}

// used are the templates that some living owner uses. It forgets the dead ones.
func (r *Registry) used(ctx context.Context, living map[string]bool) (map[string]bool, error) {
	var errs []error
	for o, lives := range living {
		if !lives {
			errs = append(errs, r.execute(ctx, "DELETE FROM ptr_users WHERE owner = ?", o))
		}
	}
	names, err := r.texts(ctx, "SELECT name FROM ptr_users")
	used := map[string]bool{}
	for _, name := range names {
		used[name] = true
	}
	return used, errors.Join(append(errs, err)...)
}

// texts is the only column of a query.
func (r *Registry) texts(ctx context.Context, query string) (all []string, err error) {
	rows, err := r.db.QueryContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("ptr's list of databases: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		all = append(all, text)
	}
	return all, rows.Err()
}

// absence is for how long an owner may be without its lock: the server has ended its
// session, and it is about to begin another.
const absence = 3 * heartbeat

// lives reports whether the owner that a text names has its lock, or is a process of
// this machine.
func (r *Registry) lives(ctx context.Context, text string) (bool, error) {
	o, err := parseOwner(text)
	if err != nil {
		return true, err // and leave alone what others have written
	}
	for range 2 {
		switch free, err := r.free(ctx, o.lock()); {
		case err != nil:
			return true, err
		case !free || o.here() && o.mark.Alive():
			return true, nil
		case o.here():
			return false, nil
		case !wait(ctx, absence):
			return true, ctx.Err()
		}
	}
	return false, nil
}

// free reports whether nobody has a lock.
func (r *Registry) free(ctx context.Context, lock string) (free bool, err error) {
	c, err := r.db.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer c.Close()
	if err := c.QueryRowContext(ctx, r.dialect.Try, lock).Scan(&free); err != nil || !free {
		return false, err
	}
	_, err = c.ExecContext(ctx, r.dialect.Unlock, lock)
	return true, err
}
