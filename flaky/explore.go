package flaky

import (
	"context"
	"fmt"
	"iter"

	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

// explore runs orders, plain and perturbed in turn, until one of the reasons to stop.
func (s *search) explore() error {
	next, end := iter.Pull(schedule(s.Options))
	defer end()
	done := s.pastNames()
	p := s.places()
	begun := s.plainRuns()
	for turn := 1; ; turn++ {
		s.mu.Lock()
		s.stopped = s.enough(begun)
		s.mu.Unlock()
		if s.stopped != "" {
			break
		}
		order, ok := next()
		for ok && done["/"+order.Name] {
			order, ok = next()
		}
		if !ok {
			s.stopped = Complete
			break
		}
		begun++
		if !s.begin(p, "", order) {
			break
		}
		s.perturb(p, turn, done)
	}
	return p.wait()
}

// perturb runs the order of CI under each perturbation.
func (s *search) perturb(p *places, turn int, done map[string]bool) {
	for _, c := range s.Perturbed {
		order := Planned{AsInCI, fmt.Sprintf("as in CI %d", turn), suite.Trial{Order: plan.Flat(s.Tests)}}
		if (c.Runs == 0 || turn <= c.Runs) && !done[c.Name+"/"+order.Name] {
			s.begin(p, c.Name, order)
		}
	}
}

// pastNames are the orders that have been run, with their conditions.
func (s *search) pastNames() map[string]bool {
	names := map[string]bool{}
	for _, r := range s.runs {
		if r.Kind != Ordinary {
			names[r.Condition+"/"+r.Name] = true
		}
	}
	return names
}

// plainRuns are those of the past that count.
func (s *search) plainRuns() int {
	n := 0
	for _, r := range s.runs {
		if r.Condition == "" && r.Kind != Ordinary {
			n++
		}
	}
	return n
}

// begin runs an order as soon as there is room; false is the end of all.
func (s *search) begin(p *places, condition string, order Planned) bool {
	at := s.reserve()
	order.Trial.Name = order.Name
	return p.start(1+len(order.Trial.Beside), func(ctx context.Context) error {
		r := &Run{Condition: condition, Kind: order.Kind, Name: order.Name, Trial: order.Trial, Began: s.Now()}
		attempts, err := s.probe(ctx, condition, order.Trial)
		if err != nil {
			return err
		}
		r.Attempts, r.Took = attempts, s.Now().Sub(r.Began)
		s.keep(at, r)
		s.tell(Progress{Phase: "orders", Done: s.ended(), Of: s.Runs, Run: r})
		return nil
	})
}

// reserve is the place of a run that is about to begin.
func (s *search) reserve() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.runs = append(s.runs, nil)
	return len(s.runs) - 1
}

// ended is how many runs have.
func (s *search) ended() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, r := range s.runs {
		if r != nil {
			n++
		}
	}
	return n
}
