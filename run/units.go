package run

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

// units knows when nothing more will be run of a unit, and then says so.
type units struct {
	emit func(suite.Event)

	mu     sync.Mutex
	states map[string]*unitState
	bad    int
}

type unitState struct {
	pending   int // tests that have not ended
	processes int // that are open
	begun     bool
	killed    int // processes, before their first test, since a test ended
	result    suite.UnitResult
	ended     bool
}

func newUnits(p plan.Plan, emit func(suite.Event)) *units {
	u := &units{emit: emit, states: map[string]*unitState{}}
	for _, lane := range p.Lanes {
		for _, piece := range lane {
			u.state(piece.Unit).pending += len(piece.Tests)
		}
	}
	return u
}

func (u *units) state(unit string) *unitState {
	s := u.states[unit]
	if s == nil {
		s = &unitState{result: suite.UnitResult{Unit: unit, Outcome: suite.Pass}}
		u.states[unit] = s
	}
	return s
}

// expect says that n more tests of unit will end; n may be negative.
func (u *units) expect(unit string, n int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	s := u.state(unit)
	s.pending += n
	if n < 0 {
		s.killed = 0
	}
	u.check(unit)
}

// open says that unit has one more process.
func (u *units) open(unit string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	s := u.state(unit)
	s.processes++
	s.begun = true
}

// mostKilled is how many processes of a unit are killed before their first test, one
// after the other, until no more are started: it may be killed whenever it starts.
const mostKilled = 3

// forgive reports whether unit is to be tried again after somebody killed a
// process of it before its first test.
func (u *units) forgive(unit string) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	s := u.state(unit)
	s.killed++
	return s.killed <= mostKilled
}

// close says that a process of r's unit is gone, and what became of it.
func (u *units) close(r suite.UnitResult, took time.Duration) {
	u.mu.Lock()
	defer u.mu.Unlock()
	s := u.state(r.Unit)
	s.processes--
	s.result.Duration += took
	s.result.CPU += r.CPU
	s.leave(r.Left)
	s.worsen(r)
	u.check(r.Unit)
}

// leave says that what several tests of unit share has left this behind.
func (u *units) leave(unit string, left []suite.Leftover) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.state(unit).leave(left)
}

// leave keeps what a process has left behind, but for what is another process's leftover
// too: its class was set up in both.
func (s *unitState) leave(left []suite.Leftover) {
	known := slices.Clone(s.result.Left)
	for _, l := range left {
		if !slices.ContainsFunc(known, func(k suite.Leftover) bool { return k.Of == l.Of && k.Kind == l.Kind }) {
			s.result.Left = append(s.result.Left, l)
		}
	}
}

// note says what became of r's unit as a whole, whatever its tests did.
func (u *units) note(r suite.UnitResult) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.state(r.Unit).worsen(r)
}

// worsen keeps the first bad result, or the first that skips.
func (s *unitState) worsen(r suite.UnitResult) {
	worse := !r.Outcome.Good() && s.result.Outcome.Good()
	if worse || r.Outcome == suite.Skip && s.result.Outcome == suite.Pass && s.result.Output == nil {
		s.result.Outcome, s.result.Reason, s.result.Output = r.Outcome, r.Reason, r.Output
	} else if s.result.Output == nil {
		s.result.Output = r.Output
	}
}

func (u *units) check(unit string) {
	s := u.state(unit)
	if s.pending == 0 && s.processes == 0 && !s.ended {
		u.end(s)
	}
}

// endAll ends the units of which something was run and something was not,
// because the run was stopped.
func (u *units) endAll() {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, unit := range slices.Sorted(maps.Keys(u.states)) {
		if s := u.states[unit]; s.begun && !s.ended {
			u.end(s)
		}
	}
}

func (u *units) end(s *unitState) {
	s.ended = true
	if !s.result.Outcome.Good() {
		u.bad++
	}
	u.emit(suite.UnitEnded{UnitResult: s.result})
}

// failed counts the units that failed as a whole.
func (u *units) failed() int {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.bad
}
