package flaky

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"github.com/ptr-project/ptr/suite"
)

// A search is one search under way.
type search struct {
	Options
	ctx     context.Context
	random  *rand.Rand
	began   time.Time
	index   map[suite.ID]int // of Tests
	dealt   []Condition      // that have been tried, in the order of their numbers
	stopped Stop

	mu   sync.Mutex
	runs []*Run // in the order in which they were begun; nil while one is under way
	bad  map[suite.ID]bool
	cost cost

	certain time.Duration // what it took until what works only sometimes is looked for
	found   []*suspect
	ear     ear

	hearings []*hearing
}

// A cost is what replays took.
type cost struct{ trials, tests int }

func newSearch(ctx context.Context, o Options) *search {
	o.Workers = max(1, o.Workers)
	if o.Runs == 0 && o.Budget == 0 && !o.Until.set() && !o.Systematic {
		o.Runs = defaultRuns
	}
	s := &search{Options: o, ctx: ctx, random: rand.New(rand.NewPCG(o.Seed, 3)), began: o.Now(), index: map[suite.ID]int{}, bad: map[suite.ID]bool{}}
	for i, t := range o.Tests {
		s.index[t.ID] = i
	}
	for _, past := range o.Past {
		past.Past = true
		s.keep(s.reserve(), s.known(past))
	}
	return s
}

// defaultRuns is how many orders run if nothing else says when to stop.
const defaultRuns = 20

// known is a past run without tests that there are no more, and without subtests.
func (s *search) known(past Run) *Run {
	r := past
	r.Trial.Order, r.Attempts = nil, nil
	for i, id := range past.Trial.Order {
		if _, ok := s.index[id]; !ok {
			continue
		}
		a := suite.Attempt{Test: id}
		if i < len(past.Attempts) {
			a = past.Attempts[i]
		}
		if a.Parent == "" {
			r.Trial.Order, r.Attempts = append(r.Trial.Order, id), append(r.Attempts, a)
		}
	}
	return &r
}

// keep puts a run in its place.
func (s *search) keep(at int, r *Run) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.runs[at] = r
	for i, a := range r.Attempts {
		if a.Outcome.Bad() {
			s.bad[r.Trial.Order[i]] = true
		}
	}
}

// a place is where trials run; some take several at once.
type places struct {
	s    *search
	free *semaphore.Weighted
	work *errgroup.Group
	ctx  context.Context
}

func (s *search) places() *places {
	work, ctx := errgroup.WithContext(s.ctx)
	return &places{s, semaphore.NewWeighted(int64(s.Workers)), work, ctx}
}

// start has do run as soon as there is room for so many workers; it waits for that.
func (p *places) start(width int, do func(ctx context.Context) error) bool {
	w := int64(min(width, p.s.Workers))
	if p.free.Acquire(p.ctx, w) != nil {
		return false
	}
	p.work.Go(func() error {
		defer p.free.Release(w)
		return do(p.ctx)
	})
	return true
}

// wait returns the first error, that of the context included.
func (p *places) wait() error {
	if err := p.work.Wait(); err != nil {
		return err
	}
	return p.s.ctx.Err()
}

// probe runs a trial under a condition, in processes that start by themselves.
func (s *search) probe(ctx context.Context, condition string, t suite.Trial) ([]suite.Attempt, error) {
	t.Anew = s.Hatched
	run := s.Plain.Probe
	for _, c := range slices.Concat(s.Perturbed, s.dealt) {
		if c.Name == condition {
			run = c.Probe
		}
	}
	return run(ctx, t)
}

func (s *search) tell(p Progress) {
	if s.Told == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p.Failed = len(s.bad)
	s.Told(p)
}
