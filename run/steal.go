package run

import (
	"slices"
	"time"

	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

// steal moves the second half of what the busiest other worker has yet to
// begin to worker, which has nothing left. It returns false if there is
// nothing whose run is worth a process of its own.
func (s *schedule) steal(worker int) bool {
	if s.x.NoSteal {
		return false
	}
	victim, most := 0, time.Duration(0)
	for i, lane := range s.lanes {
		if left := s.remaining(lane); i != worker-1 && left > most {
			victim, most = i+1, left
		}
	}
	if most <= 2*s.x.Costs.Start {
		return false
	}
	kept, stolen := s.halve(s.lanes[victim-1], most/2)
	if len(stolen) == 0 {
		return false
	}
	s.lanes[victim-1], s.lanes[worker-1] = kept, stolen
	s.x.Emit(suite.Stolen{From: victim, To: worker, Tests: stolen.Order()})
	return true
}

// remaining is how long lane would still take.
func (s *schedule) remaining(lane plan.Lane) time.Duration {
	var sum time.Duration
	for _, piece := range lane {
		for _, t := range piece.Tests {
			sum += s.cost(t)
		}
	}
	return sum
}

// halve cuts lane so that its tail takes about length, and its head at least
// one test. Tests that are kept together are not cut apart.
func (s *schedule) halve(lane plan.Lane, length time.Duration) (head, tail plan.Lane) {
	var sum time.Duration
	for i := len(lane) - 1; i >= 0; i-- {
		tests := lane[i].Tests
		for n := len(tests) - 1; n >= 0; n-- {
			sum += s.cost(tests[n])
			if i == 0 && n == 0 {
				return lane, nil
			}
			if sum >= length && !s.inseparable(tests, n) {
				return cutLane(lane, i, n)
			}
		}
	}
	return lane, nil
}

// inseparable reports whether the tests before and at n are kept together.
func (s *schedule) inseparable(tests []suite.Test, n int) bool {
	return n > 0 && plan.Inseparable(tests[n-1], tests[n], s.x.Together)
}

// cutLane cuts lane before test n of piece i.
func cutLane(lane plan.Lane, i, n int) (head, tail plan.Lane) {
	piece := lane[i]
	head, tail = slices.Clone(lane[:i]), slices.Clone(lane[i+1:])
	if n > 0 {
		head = append(head, plan.Piece{Unit: piece.Unit, Tests: piece.Tests[:n:n]})
	}
	return head, append(plan.Lane{{Unit: piece.Unit, Tests: piece.Tests[n:]}}, tail...)
}
