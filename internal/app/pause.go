package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/housing"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// Paused runs a trial with a Pause, of tests of one unit. An error that wraps
// [suite.ErrNotPutBack] says that this could not be made.
func (p *Prober) Paused(ctx context.Context, t suite.Trial) ([]suite.Attempt, error) {
	if t.Pause == nil {
		return p.Probe(ctx, t)
	}
	if t.Pause.Fresh {
		return p.parted(ctx, t)
	}
	defer p.ran.Add(1)
	w := newWitness(t.Order)
	x := p.Executor(1, w.see)
	last := len(t.Order) - 1
	var failed error
	x.Between = func(ctx context.Context, begun int, l run.Lease, w worker.Worker) error {
		if begun == last {
			failed = putBack(ctx, *t.Pause, l, w, t.Order[last])
		}
		return nil
	}
	_, err := x.Run(ctx, p.Plan(t), w.done)
	return w.attempts, errors.Join(err, failed)
}

// parted runs a trial whose last test has a process of its own, on the clones of the
// others, or on others if the pause says so.
func (p *Prober) parted(ctx context.Context, t suite.Trial) (attempts []suite.Attempt, err error) {
	defer p.ran.Add(1)
	last := len(t.Order) - 1
	place := int(p.lanes.Add(1))
	lease, err := p.landlord.Lease(ctx, place, 1)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, lease.Release(false)) }()
	shared := lease
	shared.Release = func(bool) error { return nil }
	for i, order := range []suite.Order{t.Order[:last], t.Order[last:]} {
		switch {
		case i == 1 && t.Pause.Databases:
			if shared, err = p.moved(ctx, lease, place); err != nil {
				return nil, err
			}
		case i == 1:
			if err := putBack(ctx, *t.Pause, lease, nil, t.Order[last]); err != nil {
				return nil, err
			}
		}
		w := newWitness(order)
		x := p.Executor(1, w.see)
		x.Lease = func(ctx context.Context, _, process int) (run.Lease, error) {
			if process == 1 {
				return shared, nil
			}
			return p.landlord.Lease(ctx, place, 2+process) // of a process that had died
		}
		if _, err := x.Run(ctx, plan.Plan{Seed: p.Session.Config.Seed, Lanes: []plan.Lane{p.lane(order)}}, w.done); err != nil {
			return nil, err
		}
		attempts = append(attempts, w.attempts...)
	}
	return attempts, nil
}

// moved is a lease of other clones, with the temporary directory of another lease.
func (p *Prober) moved(ctx context.Context, from run.Lease, place int) (run.Lease, error) {
	lease, err := p.landlord.Lease(ctx, place, 2)
	if err != nil {
		return run.Lease{}, err
	}
	lease.Env = append(lease.Env, housing.Temporary(from.TempDir)...)
	lease.TempDir, lease.Files = from.TempDir, from.Files
	return lease, nil
}

// putBack does what a pause says, before the test called next. The process is nil if it
// has ended.
func putBack(ctx context.Context, pause suite.Pause, l run.Lease, process worker.Worker, next suite.ID) error {
	u, undoes := process.(worker.Undoer)
	if undoes {
		// A transaction of a class that is over would be in the way.
		if err := u.Undo(ctx, nil, next); err != nil {
			return err
		}
	}
	if pause.Databases {
		for _, watch := range l.Watch {
			if err := watch.Restore(ctx); err != nil {
				return irreversible(err)
			}
		}
	}
	for _, t := range pause.PutBack {
		if t.Kind == suite.ThingFile {
			if err := l.Files.PutBack(t.Name); err != nil {
				return err
			}
		}
	}
	inside := slices.DeleteFunc(slices.Clone(pause.PutBack), func(t suite.Thing) bool { return t.Kind == suite.ThingDatabase || t.Kind == suite.ThingFile })
	if len(inside) > 0 {
		if !undoes {
			return fmt.Errorf("%s %w", inside[0], suite.ErrNotPutBack)
		}
		if err := u.Undo(ctx, inside, next); err != nil {
			return err
		}
	}
	for name, things := range byWatcher(pause.PutBack, l) {
		watch, ok := l.Watch[name].(clone.Selective)
		if !ok {
			return fmt.Errorf("%s alone %w", things[0], suite.ErrNotPutBack)
		}
		if err := watch.RestoreOnly(ctx, things); err != nil {
			return irreversible(err)
		}
	}
	return nil
}

// byWatcher are the things that are in databases, by the name of the watcher of these.
func byWatcher(things []suite.Thing, l run.Lease) map[string][]suite.Thing {
	all := map[string][]suite.Thing{}
	for _, t := range things {
		if t.Kind != suite.ThingDatabase {
			continue
		}
		name := t.Alias
		for set := range l.Watch {
			if slices.Contains(strings.Split(set, "+"), t.Alias) {
				name = set
			}
		}
		all[name] = append(all[name], t)
	}
	return all
}

// irreversible says of what a database cannot undo that it is not put back.
func irreversible(err error) error {
	switch {
	case errors.Is(err, clone.ErrBusy):
		return fmt.Errorf("the database %w, since a transaction on it stays open", suite.ErrNotPutBack)
	case errors.Is(err, clone.ErrIrreversible):
		return fmt.Errorf("%w: %w", suite.ErrNotPutBack, err)
	}
	return err
}
