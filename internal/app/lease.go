package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/scratch"
	"github.com/ptr-project/ptr/run"
)

// keptFor is how long clones stay that --keepdb keeps.
const keptFor = 7 * 24 * time.Hour

// An alias is one database of the suite, ready to be cloned.
type alias struct {
	config.Database
	backend  clone.Backend
	template clone.Template
	strategy clone.Strategy
	why      string // this strategy
}

// A landlord gives every process fresh clones of all aliases, a temporary
// directory, and the environment that leads to them.
type landlord struct {
	area       *scratch.Area
	storage    scratch.Storage // of clones
	storageWhy string
	aliases    []alias
	env        []string // of every worker
	keep       bool     // clones on which tests failed

	mu     sync.Mutex
	kept   []keptClone
	clones int
	took   time.Duration // by all clones
}

// A keptClone is one that --keepdb kept.
type keptClone struct {
	worker, process int
	alias, dsn      string
}

// lease has the signature of run.Executor.Lease.
func (l *landlord) lease(ctx context.Context, worker, process int) (run.Lease, error) {
	name := fmt.Sprintf("w%dp%d", worker, process)
	temp, err := l.area.Folder(scratch.Disk, name+"-tmp")
	if err != nil {
		return run.Lease{}, err
	}
	lease := run.Lease{TempDir: temp, Clones: map[string]string{}, Watch: map[string]clone.Watcher{}}
	lease.Env = append(lease.Env, l.env...)
	lease.Env = append(lease.Env, l.area.Env())
	lease.Env = append(lease.Env, temporary(temp)...)
	flat := &flat{landlord: l, worker: worker, process: process, temp: temp}
	if len(l.aliases) > 0 {
		if flat.dir, err = l.area.Folder(l.storage, name); err != nil {
			return run.Lease{}, errors.Join(err, flat.vacate(false))
		}
		lease.Dir = flat.dir
	}
	for _, a := range l.aliases {
		if err := flat.furnish(ctx, a, &lease); err != nil {
			return run.Lease{}, errors.Join(err, flat.vacate(false))
		}
	}
	lease.Release = flat.vacate
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
	alias
	clone clone.Clone
	watch clone.Watcher
}

// furnish adds a clone of a.
func (f *flat) furnish(ctx context.Context, a alias, lease *run.Lease) error {
	begin := time.Now()
	c, err := a.strategy.Clone(ctx, a.template, f.dir, a.Alias)
	if err != nil {
		return fmt.Errorf("cloning %q: %w", a.Alias, err)
	}
	f.count(time.Since(begin))
	f.furniture = append(f.furniture, furniture{alias: a, clone: c})
	last := &f.furniture[len(f.furniture)-1]
	if last.watch, err = a.backend.Watch(ctx, a.template, c); err != nil {
		return fmt.Errorf("watching the clone of %q: %w", a.Alias, err)
	}
	env, err := config.ExpandAll(a.Env, placeholders(c, a, f.worker))
	if err != nil {
		return err
	}
	lease.Env = append(lease.Env, env...)
	lease.Clones[a.Alias] = c.Name
	if last.watch != nil {
		lease.Watch[a.Alias] = last.watch
	}
	return nil
}

// placeholders are what patterns of ptr.toml can name.
func placeholders(c clone.Clone, a alias, worker int) map[string]string {
	values := map[string]string{"alias": a.Alias, "worker": fmt.Sprint(worker)}
	for name, value := range c.Values {
		values[name] = value
	}
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
		if item.watch != nil {
			errs = append(errs, item.watch.Close())
		}
	}
	errs = append(errs, os.RemoveAll(f.temp))
	if failed && f.keep && len(f.furniture) > 0 {
		return cmp.Or(append(errs, f.retain())...)
	}
	for _, item := range f.furniture {
		errs = append(errs, item.strategy.Drop(context.Background(), item.clone))
	}
	if f.dir != "" {
		errs = append(errs, os.RemoveAll(f.dir))
	}
	return cmp.Or(errs...)
}

// retain spares the clones for a week.
func (f *flat) retain() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, item := range f.furniture {
		f.kept = append(f.kept, keptClone{f.worker, f.process, item.Alias, item.clone.Values["dsn"]})
	}
	return f.area.Keep(f.dir, time.Now().Add(keptFor))
}
