package app

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/ptr-project/ptr/bisect/journal"
	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/internal/housing"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// A Prober runs trials as a run would: by the same executor, each on clones of its own.
type Prober struct {
	Session  *Session
	landlord *housing.Landlord
	Costs    plan.Costs
	Tests    map[suite.ID]suite.Test
	Broken   []suite.UnitResult // units whose tests are not known, since they do not build
	dirs     map[string]string  // that units run in, absolute
	Workers  int
	Closely  bool             // what tests do and change is looked for
	Hatched  bool             // there is a process that those of trials can be forked from
	Forks    bool             // they are
	lanes    atomic.Int64     // that have run so far, and have had their own folders
	ran      atomic.Int64     // trials that have run so far
	Journal  *journal.Journal // of what they have shown; nil is none
	Patience *Patience        // with tests that may hang; nil is that of a run
}

// Prober sets everything up for trials. It returns the tests of the suite, too.
func (s *Session) Prober(ctx context.Context) (*Prober, []suite.Test, error) {
	listing, tests, sets, err := s.setUp(ctx)
	if err != nil {
		return nil, nil, err
	}
	costs, err := s.costs(ctx)
	if err != nil {
		return nil, nil, err
	}
	workers, err := s.workers(ctx)
	if err != nil {
		return nil, nil, err
	}
	lanes := make([]plan.Lane, workers)
	for i := range lanes {
		lanes[i] = plan.Lane{plan.Piece{}, plan.Piece{}} // one clone in use, and one being made
	}
	landlord, err := s.house(sets, plan.Plan{Lanes: lanes})
	if err != nil {
		return nil, nil, err
	}
	landlord.For(s.Name, "")
	p := &Prober{Session: s, landlord: landlord, Costs: costs, Tests: map[suite.ID]suite.Test{}, Workers: workers, dirs: map[string]string{}}
	if err := p.warm(ctx); err != nil {
		return nil, nil, err
	}
	for _, t := range tests {
		p.Tests[t.ID] = t
	}
	for _, r := range listing.Results {
		if !r.Outcome.Good() {
			p.Broken = append(p.Broken, r)
		}
	}
	for _, u := range listing.Units {
		p.dirs[u.Name] = u.Dir
	}
	return p, tests, nil
}

// warm has a process ready that others are forked from, if they are to be, or may be.
func (p *Prober) warm(ctx context.Context) error {
	s := p.Session
	p.Forks = s.Python.StartMethod == "fork"
	w, ok := s.Framework.(framework.Warmer)
	if !ok {
		return nil
	}
	err := w.Warm(ctx, worker.Place{Seed: s.Config.Seed, Keeper: s.Area})
	p.Hatched = err == nil && (p.Forks || s.Python.Hatches())
	if !p.Forks && ctx.Err() == nil {
		return nil // it would have been nice
	}
	return err
}

// Probe is a [suite.Probe].
func (p *Prober) Probe(ctx context.Context, t suite.Trial) ([]suite.Attempt, error) {
	defer p.ran.Add(1)
	t.Anew = t.Anew || !p.Forks
	if p.Journal != nil {
		return p.Journal.Probe(p.run)(ctx, t)
	}
	return p.run(ctx, t)
}

// run runs a trial, and tells all about its attempts.
func (p *Prober) run(ctx context.Context, t suite.Trial) ([]suite.Attempt, error) {
	w := newWitness(t.Order)
	trial := p.Plan(t)
	x := p.Executor(len(trial.Lanes), w.see)
	x.Anew = t.Anew
	if len(t.Beside) > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithCancel(ctx)
		defer cancel()
		w.then = cancel // what runs beside it has nothing more to say, and can take long to end
		meet(x, trial.Lanes, p.stagger(trial.Lanes))
	}
	_, err := x.Run(ctx, trial, w.done)
	return w.attempts, invocation.Blame(err)
}

// Executor is what runs a trial on so many workers, in folders of their own: as a run
// would, but that nothing is run again.
func (p *Prober) Executor(workers int, emit func(suite.Event)) *run.Executor {
	x := p.Session.executor(p.landlord, p.Costs, p.learning(emit))
	x.Rules = func(t suite.Test) run.Rules { return run.Rules{Timeout: p.Limit(t)} }
	first := int(p.lanes.Add(int64(workers))) - workers + 1
	x.Lease = func(ctx context.Context, worker, process int) (run.Lease, error) {
		return p.landlord.Lease(ctx, first+worker-1, process)
	}
	if _, ok := p.Session.Framework.(framework.Sequential); !ok {
		x.MaxBatch = 1 // its neighbours in a batch would run in parallel with a test
	}
	x.Repeated, x.NoSteal = true, true
	x.Diagnose, x.FailFast, x.Isolation = false, 0, run.None
	x.Anew = !p.Forks
	if p.Closely {
		x.Isolation, x.Closely = run.Verify, true
	}
	return x
}

// learning shows what emit is shown to the patience, too.
func (p *Prober) learning(emit func(suite.Event)) func(suite.Event) {
	if p.Patience == nil {
		return emit
	}
	return func(e suite.Event) {
		if end, ok := e.(suite.Ended); ok {
			p.Patience.see(end.Attempt)
		}
		emit(e)
	}
}

// Limit is for how long a test of trials is waited for now; 0 is without end.
func (p *Prober) Limit(t suite.Test) time.Duration {
	limit := p.Session.rules(p.Costs)(t).Timeout
	if p.Patience != nil {
		limit = p.Patience.Of(t.ID, limit)
	}
	return limit
}

// Dir is the folder that a test runs in, absolute.
func (p *Prober) Dir(t suite.Test) string { return p.dirs[t.Unit] }

// Trials is how many have run so far.
func (p *Prober) Trials() int { return int(p.ran.Load()) }

// Fingerprints are those of the templates that trials run on clones of.
func (p *Prober) Fingerprints() []string {
	var all []string
	for _, set := range p.landlord.Sets() {
		all = append(all, set.Template.Fingerprint)
	}
	return all
}

// Plan is a trial's: its order first, then what runs beside it.
func (p *Prober) Plan(t suite.Trial) plan.Plan {
	lanes := []plan.Lane{p.lane(t.Order)}
	for _, order := range t.Beside {
		lanes = append(lanes, p.over(order, len(t.Order)))
	}
	return plan.Plan{Seed: p.Session.Config.Seed, Lanes: lanes}
}

// lane is what one worker runs: pieces of one unit each.
func (p *Prober) lane(order suite.Order) plan.Lane {
	var lane plan.Lane
	for _, id := range order {
		t, ok := p.Tests[id]
		if !ok {
			continue
		}
		if len(lane) == 0 || lane[len(lane)-1].Unit != t.Unit {
			lane = append(lane, plan.Piece{Unit: t.Unit})
		}
		last := &lane[len(lane)-1]
		last.Tests = append(last.Tests, t)
	}
	return lane
}
