package run

import (
	"slices"

	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

// level has worker, whose next test is past the kind that it was running, first take
// over tests of that kind from the worker that has most to do. Its process cannot go back
// to them later: another would have to be started.
func (s *schedule) level(worker int) {
	mine, last := s.lanes[worker-1], s.last[worker-1]
	if s.x.NoSteal || len(mine) == 0 || mine[0].Unit != last.Unit || !later(mine[0].Tests[0], last) {
		return
	}
	busiest, most := -1, s.remaining(mine)
	for i, lane := range s.lanes {
		if left := s.remaining(lane); i != worker-1 && left > most && len(stageOf(lane, last)) > 1 {
			busiest, most = i, left
		}
	}
	excess := most - s.remaining(mine)
	if busiest < 0 || excess < 4*quantum {
		return
	}
	theirs := s.lanes[busiest]
	same := plan.Lane{{Unit: last.Unit, Tests: stageOf(theirs, last)}}
	kept, taken := s.halve(same, min(excess, s.remaining(same))/2)
	if len(taken) == 0 {
		return
	}
	n := len(kept[0].Tests)
	rest := slices.Delete(slices.Clone(theirs[0].Tests), n, n+len(taken[0].Tests))
	s.lanes[busiest] = append(plan.Lane{{Unit: last.Unit, Tests: rest}}, theirs[1:]...)
	s.lanes[worker-1] = append(taken, mine...)
	s.x.Emit(suite.Stolen{From: busiest + 1, To: worker, Tests: taken.Order()})
}

// later reports whether a process that has run b cannot run tests like it after a.
func later(a, b suite.Test) bool { return a.Kind.Stage() > b.Kind.Stage() }

// stageOf are the tests that lane begins with of t's unit and kind.
func stageOf(lane plan.Lane, t suite.Test) []suite.Test {
	if len(lane) == 0 || lane[0].Unit != t.Unit {
		return nil
	}
	n := 0
	for n < len(lane[0].Tests) && lane[0].Tests[n].Kind == t.Kind {
		n++
	}
	return lane[0].Tests[:n:n]
}
