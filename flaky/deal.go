package flaky

import (
	"context"
	"sync"

	"github.com/ptr-project/ptr/suite"
)

// deals are in how many ways what luck deals is fixed, one after the other, until a test
// has failed in one and passed in another.
var deals = []int{6, 12, 24}

// deal opens hearings of nondeterministic tests that fail alone, of one way in which luck
// may deal against another: it may be that which decides, as Python's seed of hashes does
// where a test relies on the order of a set.
func (s *search) deal() error {
	if s.Dealt == nil {
		return nil
	}
	s.accept()
	var asked []*suspect
	for _, v := range s.found {
		if v.kind == Nondeterministic && v.alone.Failed > 0 && v.first.run.Condition == "" && v.decisive() == nil {
			asked = append(asked, v)
		}
	}
	from := 0
	for _, to := range deals {
		left, err := s.dealTo(asked, from, to)
		if err != nil {
			return err
		}
		asked, from = left, to
	}
	return nil
}

// dealTo tries so many ways on tests, and returns those that did not end in two ways yet.
func (s *search) dealTo(asked []*suspect, from, to int) (left []*suspect, err error) {
	for n := len(s.dealt); n < to && len(asked) > 0; n++ {
		s.dealt = append(s.dealt, s.Dealt(n+1))
	}
	p := s.places()
	var mu sync.Mutex
	for _, v := range asked {
		one := suite.Trial{Order: suite.Order{v.test}}
		for n := from; n < to && !s.out(0); n++ {
			p.start(1, func(ctx context.Context) error {
				attempts, err := s.replay(ctx, s.dealt[n].Name, one)
				mu.Lock()
				defer mu.Unlock()
				v.seeDealt(s.dealt[n].Name, s.verdicts(one.Order, attempts)(0))
				return err
			})
		}
	}
	if err := p.wait(); err != nil {
		return nil, err
	}
	for _, v := range asked {
		if v.fails == "" || v.passes == "" {
			left = append(left, v)
			continue
		}
		one := suite.Trial{Order: suite.Order{v.test}}
		h := &hearing{would: Nondeterministic, first: one, second: one, condition: v.fails, against: v.passes}
		h.add(v, 0, 0)
		s.hearings = append(s.hearings, h)
	}
	return left, nil
}

// seeDealt keeps one way in which a test failed, and one in which it passed.
func (v *suspect) seeDealt(name string, what verdict) {
	switch what {
	case failed:
		v.fails = name
	case passed:
		v.passes = name
	}
}
