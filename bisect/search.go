package bisect

import (
	"context"
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
	alone  suite.Count // of the victim as the first test of its process
	self   suite.Count // and when it had just run
	failed bool        // it did, at some time: what works only sometimes is waited for
}

func newSearch(ctx context.Context, o Options) *search {
	if o.Cost == nil {
		o.Cost = func(suite.ID) time.Duration { return time.Millisecond }
	}
	o.Workers = max(1, o.Workers)
	if o.Most == 0 {
		o.Most = mostCauses
	}
	o.Order, o.Others = candidates(o.Order, o.Victim, nil), candidates(o.Others, o.Victim, o.Order)
	return &search{
		lab:    &lab{Options: o, ctx: ctx, left: Unknown, accusations: o.Heard},
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
	if n := len(s.lab.Suspects); n > 0 && n <= mostCauses {
		if f, ok, err := s.suspects(h); err != nil || ok {
			return f, err
		}
	}
	lanes := h.lanes(nil, h.candidates, h.spread(len(h.candidates)))
	trials := append(h.trials(lanes), s.classifying(lanes)...)
	s.lab.left = 2 // of one culprit: it is singled out, and heard
	readings, err := s.lab.run("alone, and chains", trials)
	if err != nil {
		return Finding{}, err
	}
	s.classify()
	if s.alone.Failed > 0 {
		if f, ok, err := s.beside(h); err != nil || ok {
			return f, err
		}
	}
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

// victim goes after the flips that the first chains showed.
func (s *search) victim(h *hunt, lanes []stretch, readings []reading) (Finding, error) {
	r := newChase(h)
	if err := r.follow(lanes, readings); err != nil {
		return Finding{}, err
	}
	if len(r.causes) > 0 {
		return s.found(Victim, r), nil
	}
	if f, ok, err := s.earlier(); err != nil || ok {
		return f, err
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
	if !s.failed {
		return s.finding(NotReproduced), nil
	}
	return s.noisy(h) // what works only sometimes may not have done so yet
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

// once goes after tests that make a victim fail which its own first run also does. Where
// that does so only sometimes, the tests may, too.
func (s *search) once(h *hunt) (Finding, error) {
	f, ok, err := s.atTheEnd(h)
	if err != nil || ok {
		return f, err
	}
	return s.noisy(h)
}

// earlier goes after tests that the victim cannot run between.
func (s *search) earlier() (Finding, bool, error) {
	if len(s.lab.Earlier) == 0 {
		return Finding{}, false, nil
	}
	return s.atTheEnd(s.hunt(failed, slices.Concat(s.lab.Earlier, s.lab.Order)))
}

// atTheEnd goes after tests behind which the victim runs once, as the last.
func (s *search) atTheEnd(h *hunt) (Finding, bool, error) {
	h.once = true
	c := newChase(h)
	cause, err := h.partition(nil, h.candidates, nil)
	if err == nil && len(cause) > 1 {
		var luck bool
		if luck, err = h.doubtful(cause); luck {
			cause = nil
		}
	}
	if err == nil && len(cause) > 0 {
		err = c.confirm([][]suite.ID{cause})
	}
	return s.found(Victim, c), len(c.causes) > 0, err
}

func (s *search) finding(kind Kind) Finding {
	var seen suite.Count
	for _, r := range s.lab.readings {
		for _, c := range r.checks {
			seen.Add(c.verdict)
		}
	}
	return Finding{Kind: kind, Seen: seen, Alone: s.alone, Rate: stats.Jeffreys(s.alone.Failed, s.alone.Of(), 0.95)}
}

func (s *search) found(kind Kind, r *chase) Finding {
	f := s.finding(kind)
	f.Causes, f.Unlucky = r.causes, r.unlucky
	return f
}
