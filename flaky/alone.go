package flaky

import (
	"context"
	"sync"

	"github.com/ptr-project/ptr/suite"
)

// runAlone runs each suspect with nothing before it, and after itself. What fails so while
// other trials run is run again with the machine for itself: a trial may have been in
// the way of another, by a port for one.
func (s *search) runAlone() error {
	if err := s.alone(s.found, 1); err != nil {
		return err
	}
	var crowded []*suspect
	for _, v := range s.found {
		if s.Workers > 1 && v.alone.Failed > 0 && v.first.run.Condition == "" {
			v.crowded, v.alone, v.again = v.alone, suite.Count{}, suite.Count{}
			crowded = append(crowded, v)
		}
	}
	if err := s.alone(crowded, s.Workers); err != nil {
		return err
	}
	for _, v := range s.found {
		v.judgeAlone()
	}
	return nil
}

// alone runs suspects with nothing before them, on so many workers' places.
func (s *search) alone(suspects []*suspect, width int) error {
	p := s.places()
	var mu sync.Mutex
	for _, v := range suspects {
		if !v.open() {
			continue
		}
		for _, t := range trialsAlone(v.test) {
			if s.out(0) {
				break
			}
			p.start(width, func(ctx context.Context) error {
				attempts, err := s.replay(ctx, v.first.run.Condition, t)
				mu.Lock()
				defer mu.Unlock()
				v.seeAlone(len(attempts), s.verdicts(t.Order, attempts))
				return err
			})
		}
	}
	return p.wait()
}

// seeAlone counts the first attempt, and the next if that passed.
func (v *suspect) seeAlone(n int, verdict func(int) verdict) {
	if n == 0 {
		return
	}
	first := verdict(0)
	v.alone.Add(first)
	if n > 1 && first == passed {
		v.again.Add(verdict(1))
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

// runMore runs nondeterministic tests that have passed alone some more: a failure with
// nothing before it is the shortest there is, and if there is none company may matter.
func (s *search) runMore() error {
	s.accept()
	var asked []*suspect
	for _, v := range s.found {
		if v.first.run.Condition != "" || v.decisive() != nil {
			continue
		}
		if v.open() && v.contrary() {
			v.decide(Nondeterministic, inTheSame)
		}
		if v.kind == Nondeterministic && v.alone.Failed == 0 {
			asked = append(asked, v)
		}
	}
	return s.aloneAgain(asked, moreAlone)
}

// aloneAgain runs each of some tests so often with nothing before it.
func (s *search) aloneAgain(asked []*suspect, times int) error {
	p := s.places()
	var mu sync.Mutex
	for _, v := range asked {
		one := suite.Trial{Order: suite.Order{v.test}}
		for range times {
			if s.out(0) {
				break
			}
			p.start(1, func(ctx context.Context) error {
				attempts, err := s.replay(ctx, "", one)
				mu.Lock()
				defer mu.Unlock()
				v.seeAlone(len(attempts), s.verdicts(one.Order, attempts))
				return err
			})
		}
	}
	return p.wait()
}

// moreAlone is how often more a test runs alone.
const moreAlone = 12
