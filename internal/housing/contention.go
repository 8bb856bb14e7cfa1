package housing

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/perturb"
)

// A contention is what the perturbation locks does: somebody beside each process's tests
// locks what is free in its clones, lets go, and comes again after about as long.
type contention struct {
	hold time.Duration
	seed uint64
	warn func(error)
	once sync.Once
}

// newContention is that which is asked for; nil if none is. warn is told of a clone that
// cannot be locked.
func newContention(asked perturb.Choices, seed uint64, warn func(error)) *contention {
	value, ok := asked.Value(perturb.Locks)
	if !ok {
		return nil
	}
	hold, _ := time.ParseDuration(value) // the perturbation has checked it
	return &contention{hold: hold, seed: seed, warn: warn}
}

// begin has somebody come to a clone, until the func that it returns, which waits for that.
func (k *contention) begin(b clone.Backend, c clone.Clone, worker, process int) (end func()) {
	contender, ok := b.(clone.Contender)
	if k == nil || !ok {
		return func() {}
	}
	ctx, cancel := context.WithCancel(context.Background())
	var over sync.WaitGroup
	over.Go(func() {
		random := rand.New(rand.NewPCG(k.seed, uint64(worker)<<32+uint64(process)))
		for ctx.Err() == nil {
			err := contender.Contend(ctx, c, k.hold)
			if err != nil && ctx.Err() == nil {
				k.failed(c, err)
			}
			if errors.Is(err, errors.ErrUnsupported) {
				return
			}
			clone.Hold(ctx, time.Duration(random.Int64N(2*int64(k.hold))))
		}
	})
	return func() { cancel(); over.Wait() }
}

// failed warns once: a clone that a test has broken cannot be locked, and there may be many.
func (k *contention) failed(c clone.Clone, err error) {
	k.once.Do(func() { k.warn(fmt.Errorf("perturbation locks: clone %s cannot be locked: %w", c.Name, err)) })
}
