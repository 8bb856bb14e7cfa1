package run_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// A process that has run examples can run no tests any more. So a worker takes over tests
// before it goes on to its examples, and no other process has to be started for them.
func TestWorkersFinishAKindTogether(t *testing.T) {
	s := &script{does: behaviour{}}
	var ran []suite.ID // by the first worker
	slow := func(w *scripted, b worker.Batch, report func(worker.Event)) *worker.Death {
		time.Sleep(time.Millisecond)
		return passes(w, b, report)
	}
	few, many := named("short"), []suite.Test(nil)
	usual := map[suite.ID]time.Duration{}
	for i := range 60 {
		many = append(many, named(fmt.Sprintf("t%02d", i))...)
		s.does[many[i].ID] = slow
		usual[many[i].ID] = 20 * time.Millisecond
	}
	example := func(name string) suite.Test {
		return suite.Test{ID: suite.ID(name), Unit: "u", Kind: suite.KindExample}
	}
	x := s.executor()
	x.MaxBatch = 1
	// No tail is worth a process of its own.
	x.Costs = plan.Costs{Tests: usual, Start: time.Hour}
	p := plan.Plan{Lanes: []plan.Lane{plan.Pieces(append(few, example("A"))), plan.Pieces(append(many, example("B")))}}
	result, err := x.Run(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range s.events {
		if e, ok := e.(suite.Ended); ok && e.Worker == 1 {
			ran = append(ran, e.Test)
		}
	}
	if result.Summary.Passed != 63 || len(s.starts) != 2 {
		t.Errorf("%d tests passed in %d processes, want 63 in 2", result.Summary.Passed, len(s.starts))
	}
	if len(ran) < 10 || ran[len(ran)-1] != "A" {
		t.Errorf("the first worker ran %v, want some tests of the second and, last, A", ran)
	}
}
