package flaky

import (
	"context"
	"slices"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// setOutagesApart looks for runs in which many tests failed at once, and runs them again:
// what doesn't fail again is put down to an outage.
func (s *search) setOutagesApart() error {
	e := s.listen()
	p := s.places()
	for _, r := range s.runs {
		if r == nil || r.Condition != "" {
			continue
		}
		c, ok := e.hear(r.Trial.Order, r.Attempts)
		if !ok {
			continue
		}
		r.Outage, r.apart = c.text, map[int]bool{}
		for _, i := range c.positions {
			r.apart[i] = true
		}
		if r.Kind == Ordinary || s.out(r.Took) {
			continue
		}
		trial := r.upTo(slices.Max(c.positions))
		p.start(1+len(trial.Beside), func(ctx context.Context) error { return s.confirm(ctx, r, c, trial, e) })
	}
	err := p.wait()
	s.ear = s.listen()
	s.ear.speaks = map[suite.ID]bool{}
	for _, r := range s.records() {
		s.ear.speaks[r.test] = slices.ContainsFunc(r.failed, func(f sighting) bool { return s.ear.Speaks(f.attempt().Failure) })
	}
	return err
}

// confirm runs the order of an outage again. If most of what failed fails again there was
// none.
func (s *search) confirm(ctx context.Context, r *Run, c crowd, t suite.Trial, e ear) error {
	attempts, err := s.probe(ctx, r.Condition, t)
	if err != nil {
		return err
	}
	s.spend(t)
	var again []int
	for _, i := range c.positions {
		if i < len(attempts) && attempts[i].Outcome.Bad() {
			again = append(again, i)
		}
	}
	if 2*len(again) >= len(c.positions) {
		r.Outage, r.apart = "", nil
	}
	another, _ := e.hear(t.Order, attempts) // the replay can be hit, too
	for _, i := range again {
		if !slices.Contains(another.positions, i) {
			delete(r.apart, i)
		}
	}
	s.tell(Progress{Phase: "outages", Done: s.trials()})
	return nil
}

// out reports whether the budget has no room for something that takes so long.
func (s *search) out(takes time.Duration) bool { return s.Budget > 0 && s.left(1) < takes }

// spend keeps account of a replay.
func (s *search) spend(t suite.Trial) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cost.trials++
	s.cost.tests += len(t.Order)
}

// An Outage is one that hit runs.
type Outage struct {
	Text  string
	Runs  []string // by name
	Tests []suite.ID
}

// outages gathers runs that were hit by the same.
func outages(runs []*Run) []Outage {
	var all []Outage
	for _, r := range runs {
		if len(r.apart) == 0 {
			continue
		}
		i := slices.IndexFunc(all, func(o Outage) bool { return o.Text == r.Outage })
		if i < 0 {
			i = len(all)
			all = append(all, Outage{Text: r.Outage})
		}
		o := &all[i]
		o.Runs = append(o.Runs, r.Name)
		for at := range r.apart {
			if id := r.Trial.Order[at]; !slices.Contains(o.Tests, id) {
				o.Tests = append(o.Tests, id)
			}
		}
		slices.Sort(o.Tests)
	}
	return all
}
