package app

import (
	"slices"
	"testing"
	"time"

	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

func TestAMeetingIsOverWhenAllHaveCome(t *testing.T) {
	m := meeting{all: make(chan struct{}), awaited: map[int]bool{2: true, 3: true}}
	over := func() bool {
		select {
		case <-m.all:
			return true
		default:
			return false
		}
	}
	for _, step := range []struct {
		worker int
		over   bool
	}{{1, false}, {2, false}, {2, false}, {3, true}, {3, true}} {
		if m.come(step.worker); over() != step.over {
			t.Errorf("when worker %d has come it is over: %t", step.worker, over())
		}
	}
}

// Whatever lasts as long as a test is met in all of its phases.
func TestATestBeginsInAllPhasesOfThoseBesideIt(t *testing.T) {
	p := Prober{Costs: plan.Costs{Guess: 100 * time.Millisecond, Tests: map[suite.ID]time.Duration{"long": time.Hour}}}
	lane := func(id suite.ID) plan.Lane { return plan.Lane{{Tests: []suite.Test{{ID: id}}}} }
	var waits []time.Duration
	for range 20 {
		waits = append(waits, p.stagger([]plan.Lane{lane("victim"), lane("short"), nil}))
		p.ran.Add(1)
	}
	slices.Sort(waits)
	for i, d := range waits {
		if at := time.Duration(i) * 5 * time.Millisecond; d < at-10*time.Millisecond || d > at+10*time.Millisecond {
			t.Errorf("%d of 20 waits is %v", i, d)
		}
	}
	if d := p.stagger([]plan.Lane{lane("victim"), lane("long")}); d > mostStagger {
		t.Errorf("beside a long one it waits %v", d)
	}
}
