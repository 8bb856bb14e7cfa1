package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/folder"
	"github.com/ptr-project/ptr/internal/scratch"
	"github.com/ptr-project/ptr/internal/standing"
	"github.com/ptr-project/ptr/perturb"
	"github.com/ptr-project/ptr/run"
)

// A landlord gives every process fresh clones of all databases, a temporary
// directory, and the environment that leads to them.
type landlord struct {
	area       *scratch.Area
	storage    scratch.Storage // of clones
	storageWhy string
	sets       []set
	env        []string      // of every worker
	keep       bool          // clones on which tests failed
	contention *contention   // in its clones; nil is none
	pools      []*clone.Pool // of each set; nil where clones are made when they are needed
	suite, run string        // name, and ID, once they are known

	mu      sync.Mutex
	kept    []keptClone
	servers []standing.Kept
	clones  int
	took    time.Duration // by all clones
	failure error         // to lend one
}

// terms are what a landlord is to give.
type terms struct {
	area    *scratch.Area
	storage clone.Storage // where clones are wanted
	sets    []set
	workers int
	env     []string        // of every worker
	keep    bool            // clones on which tests failed
	asked   perturb.Choices // what is done to clones
	seed    uint64
	warn    func(error) // of what cannot be done to one
}

// newLandlord finds out where clones will be, and settles there how each set is cloned.
func newLandlord(t terms) (*landlord, error) {
	storage, why, err := place(t.storage, t.sets, t.workers)
	if err != nil {
		return nil, err
	}
	sets, err := settleAll(t.sets, t.area.Path(storage))
	if err != nil {
		return nil, err
	}
	return &landlord{
		area: t.area, storage: storage, storageWhy: why, sets: sets, env: t.env, keep: t.keep,
		contention: newContention(t.asked, t.seed, t.warn),
	}, nil
}

// lease has the signature of run.Executor.Lease.
func (l *landlord) lease(ctx context.Context, worker, process int) (run.Lease, error) {
	name := fmt.Sprintf("w%dp%d", worker, process)
	temp, err := l.area.Folder(scratch.Disk, name+"-tmp")
	if err != nil {
		return run.Lease{}, err
	}
	files, err := folder.Open(temp, "$TMPDIR")
	if err != nil {
		return run.Lease{}, err
	}
	lease := run.Lease{TempDir: temp, Files: files, Clones: map[string]string{}, Watch: map[string]clone.Watcher{}}
	lease.Env = append(lease.Env, l.env...)
	lease.Env = append(lease.Env, l.area.Env())
	lease.Env = append(lease.Env, temporary(temp)...)
	flat := &flat{landlord: l, worker: worker, process: process, temp: temp}
	if len(l.sets) > 0 {
		if flat.dir, err = l.area.Folder(l.storage, name); err != nil {
			return run.Lease{}, errors.Join(err, flat.vacate(false))
		}
		lease.Dir = flat.dir
	}
	for i := range l.sets {
		if err := flat.furnish(ctx, i, &lease); err != nil {
			return run.Lease{}, errors.Join(err, flat.vacate(false))
		}
	}
	lease.Lost, lease.Broken, lease.Release = flat.lost, l.failed, flat.vacate
	return lease, nil
}

// temporary are the variables that name the temporary directory.
func temporary(dir string) []string {
	if runtime.GOOS == "windows" {
		return []string{"TMP=" + dir, "TEMP=" + dir}
	}
	return []string{"TMPDIR=" + dir}
}

// A flat is what one process lives in.
type flat struct {
	*landlord
	worker, process int
	temp, dir       string
	furniture       []furniture
}

type furniture struct {
	set
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
	return a.strategy.Clone(ctx, a.template, f.dir, a.name())
}

// furnish adds a clone of set number i.
func (f *flat) furnish(ctx context.Context, i int, lease *run.Lease) error {
	a, begin := f.sets[i], time.Now()
	c, err := f.clone(ctx, i)
	if err != nil {
		return fmt.Errorf("cloning %q: %w", a.name(), err)
	}
	f.count(time.Since(begin))
	f.furniture = append(f.furniture, furniture{set: a, pool: f.pools[i], clone: c, letGo: func() {}})
	last := &f.furniture[len(f.furniture)-1]
	if last.watch, err = a.backend.Watch(ctx, a.template, c); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return fmt.Errorf("watching the clone of %q: %w", a.name(), err)
	}
	last.letGo = f.contention.begin(a.backend, c, f.worker, f.process)
	if last.watch != nil {
		lease.Watch[a.name()] = last.watch
	}
	for _, d := range a.databases {
		env, err := config.ExpandAll(d.Env, placeholders(c.Databases[d.Alias], d.Alias, f.worker))
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
		if m, ok := item.strategy.(clone.Mortal); ok {
			if err := m.Lost(ctx, item.clone); err != nil {
				return fmt.Errorf("the clone of %s is lost: %w", item.name(), err)
			}
		}
	}
	return nil
}

// placeholders are what patterns of ptr.toml can name.
func placeholders(database clone.Values, alias string, worker int) map[string]string {
	values := map[string]string{"alias": alias, "worker": fmt.Sprint(worker)}
	maps.Copy(values, database)
	return values
}

func (l *landlord) count(took time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.clones++
	l.took += took
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
			errs = append(errs, item.strategy.Drop(context.Background(), item.clone))
		}
	}
	if f.dir != "" {
		errs = append(errs, os.RemoveAll(f.dir))
	}
	return cmp.Or(errs...)
}
