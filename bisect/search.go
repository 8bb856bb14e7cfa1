package bisect

import (
	"context"
	"math/rand/v2"
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
	other  int         // how often it failed alone in a way that is not searched for
	failed bool        // it did, at some time: what works only sometimes is waited for

	disturbed bool // by trials beside it: one at a time it does not fail by itself
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
	if len(o.AllEarlier) == 0 {
		o.AllEarlier = o.Earlier
	}
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
	if s.alone.Failed+s.other > 0 {
		if f, ok, err := s.beside(h); err != nil || ok {
			return f, err
		}
		if s.disturbed {
			return s.undisturbed()
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
	f := s.found(Victim, r)
	if ok, err := s.earlier(&f); err != nil || ok || len(f.Causes) > 0 {
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
	s.lab.why = "no single test makes it fail: do several together?"
	f, ok, err := s.together(h, c)
	if err != nil || ok {
		return f, err
	}
	if c.noise || h.shaky || s.unsteady() {
		return s.noisy(h)
	}
	if f, ok, err = s.neighbours(h, s.alone); err != nil || ok {
		return f, err
	}
	if !s.failed {
		return s.finding(NotReproduced), nil
	}
	return s.noisy(h) // what works only sometimes may not have done so yet
}

// once goes after tests that make a victim fail which its own first run also does. Where
// that does so only sometimes, the tests may, too.
func (s *search) once(h *hunt) (Finding, error) {
	s.lab.why = "it fails when it has run before: from now on it runs once in a process"
	f, ok, err := s.atTheEnd(Victim, h, false)
	if err != nil || ok {
		return f, err
	}
	return s.noisy(h)
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
