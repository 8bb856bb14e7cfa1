package run

import (
	"sync"
	"time"

	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

// quantum is how long a batch should take: long enough that asking for the
// next one costs nothing beside it, short enough that a tail can be stolen and
// an interrupt is heeded soon.
const quantum = 50 * time.Millisecond

// A schedule is what is still to be run. Workers take from it until it is
// empty and nothing runs that could add to it.
type schedule struct {
	x *Executor

	mu      sync.Mutex
	changed *sync.Cond
	lanes   []plan.Lane  // what each worker has yet to begin
	last    []suite.Test // what it was given last
	alone   []assignment
	spared  int          // tests that were diagnosed
	aside   []assignment // to be run alone once nothing is beside them
	running int
	groups  map[string]bool // groups of which a test is running
	means   map[string]*mean
	stopped bool // hand out nothing more of the lanes
	over    bool // nor of what is to be run alone
	left    bool // something was not run because of that
}

// An assignment is tests of one unit and kind that are run in one go.
type assignment struct {
	tests []suite.Test
	cause suite.Cause
	group string
	next  suite.Test // that is likely to come then, in the same process; without ID if none is
}

// apart reports whether a needs a process and clones of its own.
func (a assignment) apart() bool {
	return a.cause != suite.Planned && a.cause != suite.Repeat
}

func newSchedule(p plan.Plan, x *Executor) *schedule {
	s := &schedule{x: x, groups: map[string]bool{}, means: map[string]*mean{}}
	s.changed = sync.NewCond(&s.mu)
	for _, lane := range p.Lanes {
		s.lanes = append(s.lanes, append(plan.Lane(nil), lane...))
	}
	s.last = make([]suite.Test, len(s.lanes))
	return s
}

// take returns what worker is to run next, waiting until there is something.
// It returns false when nothing will come any more. Every assignment taken must
// be given to done. Tests to be run alone come first.
func (s *schedule) take(worker int) (assignment, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		if a, ok := s.next(worker); ok {
			s.running++
			if a.group != "" {
				s.groups[a.group] = true
			}
			return a, true
		}
		if s.running == 0 && (s.stopped || s.empty()) {
			s.changed.Broadcast()
			return assignment{}, false
		}
		s.changed.Wait()
	}
}

func (s *schedule) next(worker int) (assignment, bool) {
	for i, a := range s.alone {
		if !s.groups[a.group] {
			s.alone = append(s.alone[:i:i], s.alone[i+1:]...)
			return a, true
		}
	}
	if s.stopped {
		return assignment{}, false
	}
	if len(s.lanes[worker-1]) == 0 && !s.steal(worker) {
		return assignment{}, false
	}
	s.level(worker)
	a, ok := s.cut(&s.lanes[worker-1])
	if ok {
		s.last[worker-1] = a.tests[0]
	}
	return a, ok
}

func (s *schedule) empty() bool {
	for _, lane := range s.lanes {
		if len(lane) > 0 {
			return false
		}
	}
	return len(s.alone) == 0
}

// done says that a has been run, except for rest, which is to be run by worker
// next.
func (s *schedule) done(worker int, a assignment, rest []suite.Test) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running--
	if a.group != "" {
		delete(s.groups, a.group)
	}
	if len(rest) > 0 && a.apart() {
		s.alone = append(s.alone, assignment{tests: rest, cause: a.cause, group: a.group})
	} else if len(rest) > 0 {
		lane := &s.lanes[worker-1]
		*lane = append(plan.Lane{{Unit: rest[0].Unit, Tests: rest}}, *lane...)
	}
	s.changed.Broadcast()
}

// again has t run alone, in a fresh process on fresh clones. Nothing is run
// again once the user has stopped the run.
func (s *schedule) again(t suite.Test, cause suite.Cause) (accepted bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over {
		return false
	}
	s.alone = append(s.alone, assignment{tests: []suite.Test{t}, cause: cause, group: s.x.rules(t).Group})
	s.changed.Broadcast()
	return true
}

// spares counts a test that is diagnosed, and reports whether so many were before it; never
// if that is 0.
func (s *schedule) spares(after int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.spared++
	return after > 0 && s.spared > after
}

// undisturbed has t run alone, too, but when nothing else runs any more.
func (s *schedule) undisturbed(t suite.Test, cause suite.Cause) (accepted bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over || len(s.aside) == mostAside {
		return false
	}
	s.aside = append(s.aside, assignment{tests: []suite.Test{t}, cause: cause})
	return true
}

// takeAside returns the next of what is to be run when nothing else does.
func (s *schedule) takeAside() (assignment, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over || len(s.aside) == 0 {
		return assignment{}, false
	}
	a := s.aside[0]
	s.aside = s.aside[1:]
	return a, true
}

// drop takes everything of unit out of the lanes and returns it.
func (s *schedule) drop(unit string) []suite.Test {
	s.mu.Lock()
	defer s.mu.Unlock()
	var dropped []suite.Test
	for i, lane := range s.lanes {
		var kept plan.Lane
		for _, piece := range lane {
			if piece.Unit == unit {
				dropped = append(dropped, piece.Tests...)
			} else {
				kept = append(kept, piece)
			}
		}
		s.lanes[i] = kept
	}
	return dropped
}

// stop hands out nothing more; what is to be run alone only if all is false.
func (s *schedule) stop(all bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.left = s.left || !s.empty()
	s.stopped = true
	if all {
		s.alone, s.over = nil, true
	}
	s.changed.Broadcast()
}

func (s *schedule) wasStopped() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stopped && (s.left || !s.empty())
}
