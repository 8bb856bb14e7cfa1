package flaky

import (
	"context"

	"github.com/ptr-project/ptr/suite"
)

// classify finds out what each failing test's failure depends on: first alone, then in the
// order in which it failed. Where it fails again one test before it is looked for that is
// enough, and heard; if there is none, whole orders are. At last come tests that seem to fail
// by chance, but never alone: they may fail only sometimes after another.
func (s *search) classify() error {
	s.found = s.suspects()
	for _, v := range s.found {
		s.giveUp(v)
	}
	for _, step := range []func() error{s.runAlone, s.runAgain, s.hearAll, s.compareOrders, s.hearAll, s.runBeside, s.hearAll, s.runMore, s.chaseSometimes, s.hearAll, s.deal, s.hearAll} {
		if err := step(); err != nil {
			s.conclude()
			return err
		}
	}
	s.conclude()
	return nil
}

// runAgain runs the orders in which suspects failed once more, as far as the last of each.
// Who passes now has failed and passed in the same order; what made others fail is
// chased.
func (s *search) runAgain() error {
	var ordered []*suspect
	for _, v := range s.found {
		if v.open() && !s.openSpecial(v) {
			ordered = append(ordered, v)
		}
	}
	p := s.places()
	for _, g := range s.groups(ordered) {
		if s.out(g.run.Took) {
			break
		}
		p.start(1+len(g.trial.Beside), func(ctx context.Context) error {
			attempts, err := s.replay(ctx, g.run.Condition, g.trial)
			if err != nil {
				return err
			}
			judge := s.verdicts(g.trial.Order, attempts)
			for _, c := range g.cases {
				c.replays.Add(judge(c.first))
			}
			return nil
		})
	}
	if err := p.wait(); err != nil {
		return err
	}
	var again, alone []*suspect
	for _, v := range s.found {
		switch {
		case !v.open():
		case v.replays.Passed > 0:
			v.decide(Nondeterministic, inTheSame)
		case v.replays.Failed > 0:
			again = append(again, v)
		case v.alone.Failed > 0 && len(v.cases) == 0:
			alone = append(alone, v)
		}
	}
	return s.chaseTwice(append(victims(again), brittles(alone)...))
}

// compareOrders opens hearings of whole orders for suspects of which no culprit was
// convicted.
func (s *search) compareOrders() error {
	s.accept()
	var again []*suspect
	for _, v := range s.found {
		switch {
		case !v.open() || v.decisive() != nil || v.first.run.Condition != "":
		case v.alone.Failed > 0 && v.alone.Passed == 0:
			s.openBrittle(v)
		case v.replays.Failed > 0 && !v.only(sighting.repeated):
			again = append(again, v)
		}
	}
	s.openOrders(again)
	return nil
}

// openSpecial opens a hearing for what needs no whole order in which it failed; false if
// it does.
func (s *search) openSpecial(v *suspect) bool {
	one := suite.Trial{Order: suite.Order{v.test}}
	switch {
	case v.first.run.Condition != "":
		h := &hearing{would: Provoked, condition: v.first.run.Condition}
		if v.alone.Failed > 0 {
			h.first, h.second = one, one
			h.add(v, 0, 0)
		} else {
			trial := v.first.trial()
			h.first, h.second = trial, trial
			h.add(v, len(trial.Order)-1, len(trial.Order)-1)
		}
		s.hearings = append(s.hearings, h)
	case v.alone.Failed > 0:
		// What it needs is chased.
	case v.only(sighting.repeated) && v.again.Failed > 0:
		h := &hearing{would: NonIdempotent, first: suite.Trial{Order: suite.Order{v.test, v.test}}, self: true}
		h.add(v, 1, 0)
		s.hearings = append(s.hearings, h)
	case v.neighboured() || v.crowded.Failed > 0:
		// It is left for later, when it runs beside others without what ran before it.
	default:
		return false
	}
	return true
}
