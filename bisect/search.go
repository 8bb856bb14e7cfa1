package bisect

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// A search finds the kind of a failure, and then its causes.
type search struct {
	lab    *lab
	random *rand.Rand
	alone  Count // of the victim as the first test of its process
	self   Count // and when it had just run
}

func newSearch(ctx context.Context, o Options) *search {
	if o.Cost == nil {
		o.Cost = func(suite.ID) time.Duration { return time.Millisecond }
	}
	o.Workers = max(1, o.Workers)
	o.Order, o.Others = candidates(o.Order, o.Victim, nil), candidates(o.Others, o.Victim, o.Order)
	return &search{
		lab:    &lab{Options: o, ctx: ctx},
		random: rand.New(rand.NewPCG(o.Seed, 0)),
	}
}

// candidates are the tests of an order, each once, without the victim and those of another.
func candidates(order suite.Order, victim suite.ID, others suite.Order) suite.Order {
	seen := map[suite.ID]bool{victim: true}
	for _, id := range others {
		seen[id] = true
	}
	var result suite.Order
	for _, id := range order {
		if !seen[id] {
			seen[id] = true
			result = append(result, id)
		}
	}
	return result
}

// hunt looks for tests among candidates after which the victim ends with the effect.
func (s *search) hunt(effect verdict, candidates []suite.ID) *hunt {
	return &hunt{lab: s.lab, random: s.random, effect: effect, candidates: candidates}
}

// run classifies in the first round, beside chains of the candidates, and goes on as
// that says.
func (s *search) run() (Finding, error) {
	h := s.hunt(failed, s.lab.Order)
	lanes := h.lanes(nil, h.candidates, s.lab.Workers)
	trials := append(h.trials(lanes), s.classifying(lanes)...)
	readings, err := s.lab.run("alone, and chains", trials)
	if err != nil {
		return Finding{}, err
	}
	s.classify()
	switch {
	case s.alone.Of() == 0:
		return s.finding(NotReproduced), nil
	case s.alone.Passed == 0:
		return s.brittle()
	case s.alone.Failed > 0:
		return s.noisy(h)
	case s.self.Failed > 0 && s.self.Passed > 0:
		return s.noisy(h)
	case s.self.Failed > 0:
		return s.once(h)
	}
	return s.victim(h, lanes, readings[:len(lanes)])
}

// fresh is how often the victim should run with nothing before it: when it passes each
// time, it fails in fewer than 22 % at 95 % confidence.
const fresh = 12

// classifying are the trials of the victim alone. They take no more than a twentieth of
// what the chains do, where processes are slow to start.
func (s *search) classifying(lanes []stretch) []suite.Trial {
	v := s.lab.Victim
	trials := []suite.Trial{{Order: suite.Order{v, v, v}}, {Order: suite.Order{v, v, v}}}
	var work time.Duration
	for _, id := range s.lab.Order {
		work += s.lab.Cost(id)
	}
	one := s.lab.Start + s.lab.Cost(v)
	for n := len(lanes) + len(trials); n < fresh && (n < 4 || one*time.Duration(n) < work/20); n++ {
		trials = append(trials, suite.Trial{Order: suite.Order{v}})
	}
	return trials
}

// classify counts, over all trials, what the victim does as the first test of a process,
// and right after itself.
func (s *search) classify() {
	s.alone, s.self = Count{}, Count{}
	for _, r := range s.lab.readings {
		if len(r.checks) == 0 || r.checks[0].after > 0 {
			continue
		}
		s.alone.add(r.first())
		for i := 1; i < len(r.checks) && r.checks[i].after == 0 && r.first() == passed; i++ {
			s.self.add(r.checks[i].verdict)
		}
	}
}

// victim goes after the flips that the first chains showed.
func (s *search) victim(h *hunt, lanes []stretch, readings []reading) (Finding, error) {
	r := newChase(h)
	if err := r.follow(lanes, readings); err != nil {
		return Finding{}, err
	}
	if len(r.causes) > 0 {
		return s.found(Victim, r), nil
	}
	if r.noise || s.unsteady() {
		return s.noisy(h)
	}
	return s.company(h, r)
}

// company goes after what no single test does: several together, a number of them, or
// tests on other workers.
func (s *search) company(h *hunt, c *chase) (Finding, error) {
	f, ok, err := s.together(h, c)
	if err != nil || ok {
		return f, err
	}
	if c.noise || h.shaky || s.unsteady() {
		return s.noisy(h)
	}
	if f, ok, err = s.neighbours(h); err != nil || ok {
		return f, err
	}
	return s.finding(NotReproduced), nil
}

// brittle goes after tests that make a victim pass that fails alone.
func (s *search) brittle() (Finding, error) {
	h := s.hunt(passed, append(slices.Clone(s.lab.Others), s.lab.Order...))
	lanes := h.lanes(nil, h.candidates, s.lab.Workers)
	readings, err := s.lab.run("chains, for what makes it pass", h.trials(lanes))
	if err != nil {
		return Finding{}, err
	}
	r := newChase(h)
	if err := r.follow(lanes, readings); err != nil {
		return Finding{}, err
	}
	switch s.classify(); {
	case len(r.causes) > 0:
		return s.found(Brittle, r), nil
	case s.alone.Passed > 0:
		return s.noisy(s.hunt(failed, s.lab.Order))
	}
	f, ok, err := s.together(h, r)
	if err != nil {
		return f, err
	}
	if ok {
		f.Kind = Brittle
		return f, nil
	}
	return s.finding(AlwaysFails), nil
}

// once goes after tests that make a victim fail which its own first run also does.
func (s *search) once(h *hunt) (Finding, error) {
	h.once = true
	r := newChase(h)
	cause, err := h.partition(nil, h.candidates, nil)
	if err != nil {
		return Finding{}, err
	}
	if len(cause) > 0 {
		if err := r.confirm([][]suite.ID{cause}); err != nil {
			return Finding{}, err
		}
	}
	if len(r.causes) > 0 {
		return s.found(Victim, r), nil
	}
	if err := r.confirm([][]suite.ID{{s.lab.Victim}}); err != nil {
		return Finding{}, err
	}
	if len(r.causes) > 0 {
		return s.found(NonIdempotent, r), nil
	}
	return s.noisy(s.hunt(failed, s.lab.Order))
}

// unsteady reports whether the victim was seen to pass and to fail after exactly the
// same tests.
func (s *search) unsteady() bool {
	type past struct {
		hash uint64 // of what had run before it
		at   int
	}
	seen := map[past]verdict{}
	for _, r := range s.lab.readings {
		hash := fnv.New64a()
		next := 0
		for _, c := range r.checks {
			for ; next < c.at; next++ {
				fmt.Fprintln(hash, r.trial.Order[next])
			}
			p := past{hash.Sum64(), c.at}
			switch before := seen[p]; {
			case c.verdict == unresolved:
			case before == unresolved:
				seen[p] = c.verdict
			case before != c.verdict:
				return true
			}
		}
	}
	return false
}

func (s *search) finding(kind Kind) Finding {
	var seen Count
	for _, r := range s.lab.readings {
		for _, c := range r.checks {
			seen.add(c.verdict)
		}
	}
	return Finding{Kind: kind, Seen: seen, Alone: s.alone, Rate: stats.Jeffreys(s.alone.Failed, s.alone.Of(), 0.95)}
}

func (s *search) found(kind Kind, r *chase) Finding {
	f := s.finding(kind)
	f.Causes, f.Unlucky = r.causes, r.unlucky
	return f
}

// cleaners adds, to the first cause of a victim, tests that make it pass if they run
// between that and the victim.
func (s *search) cleaners(f *Finding) error {
	if !s.lab.Cleaners || f.Kind != Victim || len(f.Causes) == 0 {
		return nil
	}
	cause := &f.Causes[0]
	h := s.hunt(passed, without(append(slices.Clone(s.lab.Order), s.lab.Others...), cause.Tests))
	lanes := h.lanes(cause.Tests, h.candidates, s.lab.Workers)
	readings, err := s.lab.run("chains behind the cause, for what undoes it", h.trials(lanes))
	if err != nil {
		return err
	}
	r := newChase(h)
	if err := r.follow(lanes, readings); err != nil {
		return err
	}
	for _, c := range r.causes {
		cause.Cleaners = append(cause.Cleaners, c.Tests...)
	}
	return nil
}
