package flaky

import (
	"context"
	"sync"

	"github.com/ptr-project/ptr/suite"
)

// classify finds out what each failing test's failure depends on: first alone, then in the
// order in which it failed. Where it fails again one test before it is looked for that is
// enough, and heard; if there is none, whole orders are.
func (s *search) classify() error {
	s.found = s.suspects()
	for _, step := range []func() error{s.runAlone, s.runAgain, s.hearAll, s.compareOrders, s.hearAll, s.runBeside, s.hearAll, s.runMore} {
		if err := step(); err != nil {
			s.conclude()
			return err
		}
	}
	s.conclude()
	return nil
}

// runAlone runs each suspect with nothing before it, and after itself.
func (s *search) runAlone() error {
	p := s.places()
	var mu sync.Mutex
	for _, v := range s.found {
		for _, t := range trialsAlone(v.test) {
			if s.out(0) {
				break
			}
			p.start(1, func(ctx context.Context) error {
				attempts, err := s.replay(ctx, v.first.run.Condition, t)
				mu.Lock()
				defer mu.Unlock()
				v.seeAlone(attempts)
				return err
			})
		}
	}
	if err := p.wait(); err != nil {
		return err
	}
	for _, v := range s.found {
		v.judgeAlone()
	}
	return nil
}

// seeAlone counts the first attempt, and the next if that passed.
func (v *suspect) seeAlone(attempts []suite.Attempt) {
	if len(attempts) == 0 {
		return
	}
	first := verdictOf(attempts[0])
	v.alone.add(first)
	if len(attempts) > 1 && first == passed {
		v.again.add(verdictOf(attempts[1]))
	}
}

// judgeAlone decides what needs no order.
func (v *suspect) judgeAlone() {
	switch {
	case v.alone.Failed > 0 && v.alone.Passed > 0 && v.first.run.Condition == "":
		v.decide(Nondeterministic, inTheSame)
	case v.alone.Failed > 0 && v.alone.Passed == 0 && len(v.passed) == 0:
		v.decide(AlwaysFails, "failed whatever ran before it, and alone")
	}
}

// replay runs a trial of the second phase.
func (s *search) replay(ctx context.Context, condition string, t suite.Trial) ([]suite.Attempt, error) {
	attempts, err := s.probe(ctx, condition, t)
	if err == nil {
		s.spend(t)
		s.tell(Progress{Phase: "replays", Done: s.trials()})
	}
	return attempts, err
}

func (s *search) trials() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cost.trials
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
				c.replays.add(judge(c.first))
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
	return s.chaseAll(append(victims(again), brittles(alone)...))
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
	case v.neighboured():
		// It is left for later, when it runs beside others without what ran before it.
	default:
		return false
	}
	return true
}

// neighboured reports whether other workers were busy in all of its failures.
func (v *suspect) neighboured() bool { return len(v.first.trial().Beside) > 0 }

// runBeside runs suspects that passed alone, and not always in the order in which they had
// failed, while others run: that may be what it was.
func (s *search) runBeside() error {
	var asked []*suspect
	for _, v := range s.found {
		steady := v.kind != Nondeterministic || v.alone.Failed > 0
		if v.first.run.Condition == "" && (!steady && s.Workers > 1 || v.open() && len(v.cases) == 0 && v.neighboured()) {
			asked = append(asked, v)
		}
	}
	p := s.places()
	var mu sync.Mutex
	for _, v := range asked {
		t := suite.Trial{Order: suite.Order{v.test}, Beside: s.others(v.test)}
		for range besideTrials {
			if s.out(0) {
				break
			}
			p.start(s.Workers, func(ctx context.Context) error {
				attempts, err := s.replay(ctx, "", t)
				mu.Lock()
				defer mu.Unlock()
				if len(attempts) > 0 {
					v.beside.add(verdictOf(attempts[0]))
				}
				return err
			})
		}
	}
	err := p.wait()
	for _, v := range asked {
		s.openBeside(v)
	}
	return err
}

// openBeside opens a hearing for a test that failed while others ran: alone, if it failed so,
// or else after what had run before it.
func (s *search) openBeside(v *suspect) {
	t := suite.Trial{Order: suite.Order{v.test}, Beside: s.others(v.test)}
	switch {
	case v.beside.Failed > 0:
	case v.neighboured():
		t = v.first.trial()
	default:
		return
	}
	last := len(t.Order) - 1
	h := &hearing{would: NeedsNeighbours, first: t, second: suite.Trial{Order: t.Order}, exclusive: true}
	h.add(v, last, last)
	s.hearings = append(s.hearings, h)
}

// runMore runs nondeterministic tests that have passed alone some more: a failure with
// nothing before it is the shortest there is, and if there is none company may matter.
func (s *search) runMore() error {
	s.accept()
	p := s.places()
	var mu sync.Mutex
	for _, v := range s.found {
		if v.kind != Nondeterministic || v.alone.Failed > 0 || v.first.run.Condition != "" || v.decisive() != nil {
			continue
		}
		for range moreAlone {
			if s.out(0) {
				break
			}
			p.start(1, func(ctx context.Context) error {
				attempts, err := s.replay(ctx, "", suite.Trial{Order: suite.Order{v.test}})
				mu.Lock()
				defer mu.Unlock()
				v.seeAlone(attempts)
				return err
			})
		}
	}
	return p.wait()
}

// moreAlone is how often more a test runs alone.
const moreAlone = 12

// besideTrials is how often a test runs beside others to see whether these matter.
const besideTrials = 5

// others are all other tests, dealt to the other workers.
func (s *search) others(id suite.ID) []suite.Order {
	lanes := make([]suite.Order, max(1, s.Workers-1))
	n := 0
	for _, t := range s.Tests {
		if t.ID != id {
			lanes[n%len(lanes)] = append(lanes[n%len(lanes)], t.ID)
			n++
		}
	}
	return lanes
}
