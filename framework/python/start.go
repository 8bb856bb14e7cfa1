package python

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/ptr-project/ptr/perturb"
	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/worker"
	"github.com/ptr-project/ptr/worker/spoken"
)

// Start spawns a process for tests of unit, which List has found.
func (f *Framework) Start(ctx context.Context, unit string, place worker.Place) (worker.Worker, error) {
	o := f.options(unit, place, f.known.Inventory)
	if f.o.Face != Django && f.o.Face != Runtests {
		return f.start(ctx, place, o)
	}
	mine := f.checks.take()
	if !mine {
		o.Init.Settings["checks"] = "known"
	}
	w, err := f.start(ctx, place, o)
	if err != nil {
		f.checks.giveUp(mine)
		return nil, err
	}
	return &checked{Worker: w, checks: &f.checks, mine: mine}, nil
}

func (f *Framework) start(ctx context.Context, place worker.Place, o spoken.Options) (*spoken.Worker, error) {
	if f.o.Fork && !place.Anew {
		w, err := f.fork(ctx, place, o)
		if err == nil || !f.o.Cautious || ctx.Err() != nil {
			return w, err
		}
	}
	return f.spawn(place, o)
}

// spawn starts a process that is told what o says.
func (f *Framework) spawn(place worker.Place, o spoken.Options) (*spoken.Worker, error) {
	return spoken.Start(
		worker.Command{Path: f.python.Path, Args: []string{f.worker}, Dir: f.o.Dir, Env: place.Env, Keeper: place.Keeper}, o)
}

// options tell a process, among other things, what others have found out.
func (f *Framework) options(unit string, place worker.Place, inventory string) spoken.Options {
	o := spoken.Options{
		Unit: unit, Nonce: rand.Text(), Undoes: true,
		Init: protocol.Message{Seed: place.Seed, Leaks: f.o.Leaks, Closely: place.Closely, Settings: f.settings(inventory)},
	}
	if unit != "" { // else it only lists the tests
		o.Init.Perturb = f.perturbed()
	}
	return o
}

// perturbed is what processes do to themselves, such as "clock=1s,ties=against".
func (f *Framework) perturbed() string {
	var words []string
	for _, c := range f.o.Perturb.Named(perturb.Clock, perturb.Ties, perturb.Scheduler, perturb.Delays, perturb.Unordered, perturb.Sequences, perturb.Disk) {
		words = append(words, c.Name+"="+c.Value)
	}
	return strings.Join(words, ",")
}

// fork starts a process by forking one that is ready, and that ready one first if
// there is none.
func (f *Framework) fork(ctx context.Context, place worker.Place, o spoken.Options) (*spoken.Worker, error) {
	z, err := f.forking(ctx, place)
	if err != nil {
		return nil, err
	}
	child, err := z.fork(place.Env, place.Keeper)
	if err != nil {
		return nil, err
	}
	return spoken.Attach(child, o), nil
}

// Warm has the process ready that others are forked from, if they are to be.
func (f *Framework) Warm(ctx context.Context, place worker.Place) error {
	if !f.o.Fork {
		return nil
	}
	_, err := f.forking(ctx, place)
	return err
}

// forking is the zygote, once it is ready to fork.
func (f *Framework) forking(ctx context.Context, place worker.Place) (*zygote, error) {
	z, err := f.hatched(ctx, place)
	if err != nil {
		return nil, err
	}
	if err := z.await(ctx); err != nil {
		return nil, err
	}
	if f.o.Cautious && z.threads > 0 {
		return nil, fmt.Errorf("the suite has started %d threads, which forks would not have", z.threads)
	}
	if len(z.read) > 0 {
		return nil, &UnforkableError{z.read}
	}
	return z, nil
}

// hatched is the zygote; another one, if something has killed the one there was.
func (f *Framework) hatched(ctx context.Context, place worker.Place) (*zygote, error) {
	f.hatching.Lock()
	defer f.hatching.Unlock()
	if f.zygote != nil && f.zygote.lives() {
		return f.zygote, nil
	}
	if f.zygote != nil {
		f.zygote.loan.end()
	}
	z, err := f.hatch(ctx, place, f.labels)
	f.zygote = z
	return z, err
}

// Close ends what was kept ready.
func (f *Framework) Close() error {
	f.hatching.Lock()
	defer f.hatching.Unlock()
	if f.zygote == nil {
		return nil
	}
	return f.zygote.close()
}

// settings are those of the message init.
func (f *Framework) settings(inventory string) map[string]string {
	options, err := json.Marshal(f.o.Settings)
	if err != nil {
		panic(err) // strings and bools
	}
	return map[string]string{"face": string(f.o.Face), "root": f.o.Dir, "options": string(options), "inventory": inventory}
}

// unitName is that of the one unit.
func (f *Framework) unitName(project string) string {
	switch {
	case f.o.Name != "":
		return f.o.Name
	case project != "":
		return project
	}
	return filepath.Base(f.o.Dir)
}
