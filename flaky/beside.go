package flaky

import (
	"context"
	"slices"
	"sync"

	"github.com/ptr-project/ptr/suite"
)

// neighboured reports whether other workers were busy in all of its failures.
func (v *suspect) neighboured() bool { return len(v.first.trial().Beside) > 0 }

// runBeside runs suspects while others run that passed with the machine for themselves, and
// otherwise failed and passed, or were never seen to fail but so: that may be what it
// was.
func (s *search) runBeside() error {
	s.accept()
	var asked []*suspect
	for _, v := range s.found {
		open := v.kind == Nondeterministic || v.open() && v.decisive() == nil
		if open && v.first.run.Condition == "" && v.alone.Failed == 0 && (s.Workers > 1 && v.contrary() || v.neighboured()) {
			asked = append(asked, v)
		}
	}
	p := s.places()
	var mu sync.Mutex
	for _, v := range asked {
		for i, lanes := range s.company(v) {
			t := suite.Trial{Order: v.often(), Beside: lanes}
			for range besideTrials {
				if s.out(0) {
					break
				}
				p.start(s.Workers, func(ctx context.Context) error {
					attempts, err := s.replay(ctx, "", t)
					mu.Lock()
					defer mu.Unlock()
					v.beside[i].Add(anyOf(s.verdicts(t.Order, attempts), len(t.Order)))
					return err
				})
			}
		}
	}
	err := p.wait()
	for _, v := range asked {
		s.openBeside(v)
	}
	return err
}

// company is what a suspect runs beside: itself, since what two processes cannot share
// they cannot share with a copy of theirs either, and the whole suite.
func (s *search) company(v *suspect) [2][]suite.Order {
	all := make([]suite.Order, max(1, s.Workers-1))
	for n, t := range s.Tests {
		all[n%len(all)] = append(all[n%len(all)], t.ID)
	}
	return [2][]suite.Order{{{v.test}}, all}
}

// often is the suspect a few times in a row, if it can be run so: whether it meets
// another is luck.
func (v *suspect) often() suite.Order {
	if v.again.Failed > 0 {
		return suite.Order{v.test}
	}
	return slices.Repeat(suite.Order{v.test}, meetings)
}

// anyOf is the verdict of several runs of a test: it failed if any of them did.
func anyOf(verdict func(int) verdict, n int) verdict {
	all := unresolved
	for i := range n {
		if v := verdict(i); v == failed || all == unresolved {
			all = v
		}
	}
	return all
}

// openBeside opens a hearing for a test that failed while others ran: alone, if it failed so,
// or else after what had run before it.
func (s *search) openBeside(v *suspect) {
	h := &hearing{would: NeedsNeighbours, exclusive: true, often: true, second: suite.Trial{Order: v.often()}}
	h.first = h.second
	switch lanes := s.company(v); {
	case v.beside[0].Failed > 0 && v.beside[0].Failed >= v.beside[1].Failed:
		h.first.Beside = lanes[0]
	case v.beside[1].Failed > 0:
		h.first.Beside = lanes[1]
	case v.neighboured():
		h.often = false
		h.first = v.first.trial()
		h.second = suite.Trial{Order: h.first.Order}
	default:
		return
	}
	last := len(h.first.Order) - 1
	h.add(v, last, last)
	s.hearings = append(s.hearings, h)
}

// How often a test is tried beside others to see whether these matter, and how often it
// runs each time.
const (
	besideTrials = 3
	meetings     = 4
)
