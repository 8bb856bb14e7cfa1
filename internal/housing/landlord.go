package housing

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/folder"
	"github.com/ptr-project/ptr/internal/scratch"
	"github.com/ptr-project/ptr/internal/standing"
	"github.com/ptr-project/ptr/perturb"
	"github.com/ptr-project/ptr/run"
)

// A Landlord gives every process fresh clones of all databases, a temporary
// directory, and the environment that leads to them.
type Landlord struct {
	area       *scratch.Area
	storage    scratch.Storage // of clones
	storageWhy string
	sets       []Set
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

// Terms are what a landlord is to give.
type Terms struct {
	Area    *scratch.Area
	Storage clone.Storage // where clones are wanted
	Sets    []Set         // with templates, and strategies
	Workers int
	Env     []string        // of every worker
	Keep    bool            // clones on which tests failed
	Asked   perturb.Choices // what is done to clones
	Seed    uint64
	Warn    func(error) // of what cannot be done to one
}

// New finds out where clones will be, and settles there how each set is cloned. Its errors
// are [clone.ErrSpace]'s, or the user's.
func New(t Terms) (*Landlord, error) {
	storage, why, err := place(t.Storage, t.Sets, t.Workers)
	if err != nil {
		return nil, err
	}
	sets, err := settled(t.Sets, t.Area.Path(storage))
	if err != nil {
		return nil, err
	}
	return &Landlord{
		area: t.Area, storage: storage, storageWhy: why, sets: sets, env: t.Env, keep: t.Keep,
		contention: newContention(t.Asked, t.Seed, t.Warn), pools: make([]*clone.Pool, len(sets)),
	}, nil
}

// For notes whose clones they are, once that is known.
func (l *Landlord) For(suite, run string) { l.suite, l.run = suite, run }

// Sets are the databases, as they are cloned.
func (l *Landlord) Sets() []Set { return l.sets }

// Lease has the signature of run.Executor.Lease.
func (l *Landlord) Lease(ctx context.Context, worker, process int) (run.Lease, error) {
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
	lease.Env = append(lease.Env, Temporary(temp)...)
	flat := &flat{Landlord: l, worker: worker, process: process, temp: temp}
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

func (l *Landlord) count(took time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.clones++
	l.took += took
}
