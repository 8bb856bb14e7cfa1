package clone

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"sync/atomic"
	"time"
)

// A State is where a clone of a [Pool] is in its life.
type State int

// The states, in their order.
const (
	Making State = iota // being made
	Ready               // waits for somebody to need it
	Leased              // is used
	Dirty               // was used, and is being dropped
	gone                // is no more, or is not yet
)

func (s State) String() string { return [...]string{"making", "ready", "leased", "dirty", "gone"}[s] }

// Counts are how many clones of a pool are in each state.
type Counts [Dirty + 1]int

// A Pool makes clones of a template ahead of need, while others are used. Methods
// are safe for concurrent use.
type Pool struct {
	o      PoolOptions
	cancel context.CancelFunc
	ctx    context.Context // of what is made ahead
	ready  chan made       // closed once nothing more is made ahead
	wanted chan struct{}   // somebody waits
	work   sync.WaitGroup  // making, and dropping
	names  atomic.Int64
	begun  atomic.Int64 // ahead
	total  atomic.Int64 // ahead, at most

	mu     sync.Mutex
	counts Counts
	failed []error // in dropping
}

// PoolOptions say which clones a pool makes.
type PoolOptions struct {
	Strategy Strategy
	Template Template
	Dir      string // private folder of the clones, which exists
	Ahead    int    // how many are made or ready at a time, 1 at least
	Total    int    // how many are made ahead altogether; 0: any number
}

// A Warmer is a strategy whose clones answer sooner if they have been asked before.
type Warmer interface {
	Warm(ctx context.Context, c Clone) error
}

type made struct {
	clone Clone
	err   error
}

// HeadStart is how long a pool makes nothing after it has leased a clone, unless
// somebody waits for one: the clone's first queries would share the processor with a
// server that starts.
const HeadStart = 25 * time.Millisecond

// NewPool begins to make clones.
func NewPool(o PoolOptions) *Pool {
	if o.Total == 0 {
		o.Total = math.MaxInt
	}
	p := &Pool{o: o, ready: make(chan made), wanted: make(chan struct{})}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	p.Limit(o.Total)
	var makers sync.WaitGroup
	for range min(o.Ahead, o.Total) {
		makers.Go(func() {
			for p.begun.Add(1) <= p.total.Load() && p.offer() {
			}
		})
	}
	p.work.Go(func() {
		makers.Wait()
		close(p.ready)
	})
	return p
}

// Limit has no more than total clones made ahead altogether. Those that are there
// already stay.
func (p *Pool) Limit(total int) { p.total.Store(int64(total)) }

// offer makes a clone, and waits until somebody takes it. It reports whether to go
// on.
func (p *Pool) offer() bool {
	c, err := p.make(p.ctx, Ready)
	select {
	case p.ready <- made{c, err}:
		if err == nil {
			p.move(Ready, Leased)
			p.holdBack()
		}
		return err == nil
	case <-p.ctx.Done():
		if err == nil {
			p.drop(c, Ready)
		}
		return false
	}
}

// holdBack waits until the clone that was just leased has had its [HeadStart].
func (p *Pool) holdBack() {
	select {
	case <-p.wanted:
	case <-time.After(HeadStart):
	case <-p.ctx.Done():
	}
}

// make makes a clone that is in state then.
func (p *Pool) make(ctx context.Context, then State) (Clone, error) {
	p.move(gone, Making)
	c, err := p.o.Strategy.Clone(ctx, p.o.Template, p.o.Dir, fmt.Sprint("c", p.names.Add(1)))
	if w, ok := p.o.Strategy.(Warmer); ok && err == nil {
		if err = w.Warm(ctx, c); err != nil {
			err = errors.Join(err, p.o.Strategy.Drop(ctx, c))
		}
	}
	if err != nil {
		then = gone
	}
	p.move(Making, then)
	return c, err
}

func (p *Pool) move(from, to State) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if from != gone {
		p.counts[from]--
	}
	if to != gone {
		p.counts[to]++
	}
}

// Lease returns a clone that nobody else has: one that is ready, or the next that
// is. Once no more are made ahead, it makes one.
func (p *Pool) Lease(ctx context.Context) (Clone, error) {
	select {
	case m, ahead := <-p.ready:
		return p.hand(ctx, m, ahead)
	default:
	}
	for {
		select {
		case m, ahead := <-p.ready:
			return p.hand(ctx, m, ahead)
		case p.wanted <- struct{}{}:
		case <-ctx.Done():
			return Clone{}, ctx.Err()
		}
	}
}

func (p *Pool) hand(ctx context.Context, m made, ahead bool) (Clone, error) {
	if !ahead {
		return p.make(ctx, Leased)
	}
	return m.clone, m.err
}

// Return takes back a clone that was leased. It is dropped meanwhile; an error in
// doing so comes from Close.
func (p *Pool) Return(c Clone) {
	p.work.Go(func() { p.drop(c, Leased) })
}

// Forget gives away a clone that was leased: the pool is not to drop it.
func (p *Pool) Forget(Clone) { p.move(Leased, gone) }

func (p *Pool) drop(c Clone, was State) {
	p.move(was, Dirty)
	defer p.move(Dirty, gone)
	if err := p.o.Strategy.Drop(context.Background(), c); err != nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.failed = append(p.failed, err)
	}
}

// Counts are how many clones are in which state now.
func (p *Pool) Counts() Counts {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.counts
}

// Close drops all clones that are not leased, and waits for those that have been
// returned.
func (p *Pool) Close() error {
	p.cancel()
	p.work.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	return cmp.Or(p.failed...) // where one cannot be dropped, others cannot either
}
