package housing

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/lending"
	"github.com/ptr-project/ptr/internal/scratch"
	"github.com/ptr-project/ptr/internal/socket"
)

// loans lend clones to single tests.
type loans struct {
	landlord *Landlord
	ahead    int // clones of each set that are ready, once one was wanted

	mu    sync.Mutex
	pools map[int]*clone.Pool // by the set's number
}

// lend is a [lending.Lender]. That there is no such alias is the test's fault, and all else
// ptr's.
func (l *loans) lend(ctx context.Context, alias string) (lending.Loan, func(), error) {
	i, d, err := l.find(alias)
	if err != nil {
		return lending.Loan{}, nil, err
	}
	pool, err := l.pool(i)
	if err != nil {
		return lending.Loan{}, nil, l.landlord.fail(alias, err)
	}
	c, err := pool.Lease(ctx)
	if err != nil {
		return lending.Loan{}, nil, l.landlord.fail(alias, err)
	}
	env, err := config.ExpandAll(d.Env, Placeholders(c.Databases[alias], alias, 0))
	if err != nil {
		pool.Return(c)
		return lending.Loan{}, nil, err
	}
	loan := lending.Loan{Env: map[string]string{}}
	for n, variable := range env {
		name, value, _ := strings.Cut(variable, "=")
		loan.Env[name] = value
		if n == 0 {
			loan.Address = value
		}
	}
	return loan, func() { pool.Return(c) }, nil
}

// fail notes that the database of an alias could not be lent, and returns why.
func (l *Landlord) fail(alias string, err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failure == nil {
		l.failure = fmt.Errorf("lending a clone of %q: %w", alias, err)
	}
	return err
}

// failed is what was noted first; nil if nothing was.
func (l *Landlord) failed() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.failure
}

// find is the database of an alias, and the number of its set.
func (l *loans) find(alias string) (int, config.Database, error) {
	var have []string
	for i, a := range l.landlord.sets {
		for _, d := range a.Databases {
			if d.Alias == alias {
				return i, d, nil
			}
			have = append(have, d.Alias)
		}
	}
	if len(have) == 0 {
		return 0, config.Database{}, errors.New("there is no database in ptr.toml")
	}
	slices.Sort(have)
	return 0, config.Database{}, fmt.Errorf("there is no database %q in ptr.toml, but %s", alias, strings.Join(have, ", "))
}

// pool is that of set number i.
func (l *loans) pool(i int) (*clone.Pool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if p := l.pools[i]; p != nil {
		return p, nil
	}
	dir, err := l.landlord.area.Folder(l.landlord.storage, fmt.Sprint("loans", i))
	if err != nil {
		return nil, err
	}
	a := l.landlord.sets[i]
	l.pools[i] = clone.NewPool(clone.PoolOptions{Strategy: a.Strategy, Template: a.Template, Dir: dir, Ahead: l.ahead})
	return l.pools[i], nil
}

// Without are names, of sets, without those of which a test has borrowed a clone.
func (c *Counter) Without(names []string) []string {
	if c == nil {
		return names
	}
	c.loans.mu.Lock()
	defer c.loans.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		i := slices.IndexFunc(c.loans.landlord.sets, func(a Set) bool { return a.Name() == name })
		return c.loans.pools[i] != nil
	})
}

func (l *loans) close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var errs []error
	for _, p := range l.pools {
		errs = append(errs, p.Close())
	}
	return errors.Join(errs...)
}

// A Counter is where loans are to be had.
type Counter struct {
	Path   string // of its socket
	loans  *loans
	socket *socket.Server
}

// OpenCounter lends what the landlord has, and keeps as many clones ready as there
// are workers, whose environment leads there.
func (l *Landlord) OpenCounter(workers int) (*Counter, error) {
	dir, err := l.area.Folder(scratch.Memory, "lending") // a short path
	if err != nil {
		return nil, err
	}
	c := &Counter{loans: &loans{landlord: l, ahead: max(1, workers), pools: map[int]*clone.Pool{}}, Path: filepath.Join(dir, "db")}
	if c.socket, err = lending.Serve(c.Path, c.loans.lend); err != nil {
		return nil, err
	}
	l.env = append(l.env, lending.Variable+"="+c.Path)
	return c, nil
}

// Close removes what was lent, too.
func (c *Counter) Close() error { return errors.Join(c.socket.Close(), c.loans.close()) }
