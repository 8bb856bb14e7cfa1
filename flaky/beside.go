package flaky

import (
	"context"
	"sync"

	"github.com/ptr-project/ptr/suite"
)

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
				v.beside.add(s.verdicts(t.Order, attempts)(0))
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
