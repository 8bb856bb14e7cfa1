package bisect

import (
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// brittle goes after tests that make a victim pass that fails alone.
func (s *search) brittle() (Finding, error) {
	s.lab.why = "it never passed alone: does another test make it pass?"
	if s.kills() {
		return s.setters(slices.Concat(s.lab.AllEarlier, s.lab.Others, s.lab.Order))
	}
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
	if len(s.lab.AllEarlier) == 0 {
		return s.finding(AlwaysFails), nil
	}
	return s.setters(append(slices.Clone(s.lab.AllEarlier), h.candidates...))
}

// kills reports whether the victim ended its process where it was to run more than once:
// then chains that it begins show nothing.
func (s *search) kills() bool {
	return slices.ContainsFunc(s.lab.readings, func(r reading) bool {
		return r.died >= 0 && r.trial.Order[r.died] == s.lab.Victim
	})
}

// setters goes after tests that make the victim pass if it runs once, behind them.
func (s *search) setters(tests []suite.ID) (Finding, error) {
	f, ok, err := s.atTheEnd(Brittle, s.hunt(passed, tests), false)
	if err != nil || ok {
		return f, err
	}
	s.classify()
	return s.finding(AlwaysFails), nil
}
