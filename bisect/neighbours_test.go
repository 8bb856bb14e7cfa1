package bisect_test

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/suite"
)

// A street is tests that fail while certain others run on another worker.
type street struct{ disturbs map[suite.ID][]suite.ID } // by victim

func (s street) probe(_ context.Context, t suite.Trial) ([]suite.Attempt, error) {
	var attempts []suite.Attempt
	for _, id := range t.Order {
		a := suite.Attempt{Test: id, Outcome: suite.Pass}
		disturbs := func(other suite.ID) bool { return slices.Contains(s.disturbs[id], other) }
		if slices.ContainsFunc(slices.Concat(t.Beside...), disturbs) {
			a.Outcome, a.Failure = suite.Fail, "somebody is in the way"
		}
		attempts = append(attempts, a)
	}
	return attempts, nil
}

func (s street) options(victim suite.ID, beside suite.Order) bisect.Options {
	return bisect.Options{Probe: s.probe, Workers: 2, Victim: victim, Order: suite.Order{"a", "b"}, Beside: []suite.Order{beside}, Alpha: 0.001}
}

// Where most of those that run beside a test make it fail it is not one of them that does,
// and that is said without telling them apart.
func TestWhoeverRunsBesideATestIsTold(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var beside suite.Order
		for i := range rapid.IntRange(8, 60).Draw(rt, "tests") {
			beside = append(beside, suite.ID(fmt.Sprintf("t%02d", i)))
		}
		innocent := rapid.IntRange(0, len(beside)/8).Draw(rt, "innocent")
		s := street{map[suite.ID][]suite.ID{"victim": beside[innocent:]}}
		f, err := bisect.Search(t.Context(), s.options("victim", beside))
		if err != nil {
			rt.Fatal(err)
		}
		if f.Kind != bisect.NeedsNeighbours || !f.Whoever || len(f.Causes) != 1 || slices.Contains(beside[:innocent], f.Causes[0].Tests[0]) {
			rt.Fatalf("it found %+v", f)
		}
		if pairs := f.Causes[0].With.Of(); pairs > 16 {
			rt.Errorf("it took %d pairs", pairs)
		}
	})
}

// Who fails beside the test that another fails beside, or beside whoever, is told from who
// fails beside somebody else.
func TestThoseThatShareANeighbourAreFound(t *testing.T) {
	beside := suite.Order{"p", "q", "r", "s", "t", "u", "v", "w", "x", "y"}
	tests := []struct {
		name    string
		victims map[suite.ID][]suite.ID
		shares  map[suite.ID]bool
	}{
		{"one", map[suite.ID][]suite.ID{"first": {"q"}, "second": {"q"}, "third": {"r"}}, map[suite.ID]bool{"second": true}},
		{"whoever", map[suite.ID][]suite.ID{"first": beside, "second": beside, "third": nil}, map[suite.ID]bool{"second": true}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := street{test.victims}
			found, err := bisect.Search(t.Context(), s.options("first", beside))
			if err != nil {
				t.Fatal(err)
			}
			shared, err := bisect.Share(t.Context(), found, []bisect.Options{s.options("second", beside), s.options("third", beside)})
			if err != nil {
				t.Fatal(err)
			}
			if len(shared.Parties) != 2 {
				t.Fatalf("%d were asked", len(shared.Parties))
			}
			for _, p := range shared.Parties {
				if p.Shares != test.shares[p.Finding.Victim] || p.Finding.Whoever != found.Whoever {
					t.Errorf("of %s it found %+v", p.Finding.Victim, p.Finding)
				}
			}
		})
	}
}

// disturbed runs trials so that "victim" fails while another trial runs, and wherever fails
// says so of its place in an order.
func disturbed(fails func(t suite.Trial, at int) bool) suite.Probe {
	var running atomic.Int32
	return func(_ context.Context, trial suite.Trial) ([]suite.Attempt, error) {
		alone := running.Add(1) == 1
		time.Sleep(2 * time.Millisecond)
		alone = alone && running.Load() == 1
		time.Sleep(2 * time.Millisecond)
		running.Add(-1)
		attempts := make([]suite.Attempt, len(trial.Order))
		for i, id := range trial.Order {
			attempts[i] = suite.Attempt{Test: id, Outcome: suite.Pass}
			if id == "victim" && (!alone || fails(trial, i)) {
				attempts[i].Outcome, attempts[i].Failure = suite.Fail, "somebody is in the way"
			}
		}
		return attempts, nil
	}
}

// Two trials at the same time get in each other's way: the victim wants a port.
func TestAPortIsFoundThatTrialsShare(t *testing.T) {
	probe := disturbed(func(trial suite.Trial, _ int) bool { return slices.Contains(slices.Concat(trial.Beside...), "other") })
	f, err := bisect.Search(t.Context(), bisect.Options{
		Probe: probe, Workers: 2, Victim: "victim", Order: suite.Order{"t0", "t1", "t2", "t3", "t4", "t5"}, Beside: []suite.Order{{"a", "b", "other", "c"}}, Alpha: 0.001,
	})
	if err != nil {
		t.Fatal(err)
	}
	if f.Kind != bisect.NeedsNeighbours || !slices.Equal(f.Causes[0].Tests, []suite.ID{"other"}) {
		t.Errorf("it found %+v", f)
	}
}

// A victim that loses a file to any trial that runs beside it fails in chains too, whatever
// they are of: one trial at a time its culprit is found.
func TestTrialsThatDisturbEachOtherRunOneAtATime(t *testing.T) {
	probe := disturbed(func(trial suite.Trial, at int) bool { return slices.Contains(trial.Order[:at], "polluter") })
	f, err := bisect.Search(t.Context(), bisect.Options{
		Probe: probe, Workers: 2, Victim: "victim", Order: suite.Order{"a", "b", "polluter", "c", "d"}, Alpha: 0.001,
	})
	if err != nil {
		t.Fatal(err)
	}
	if f.Kind != bisect.Victim || len(f.Causes) != 1 || !slices.Equal(f.Causes[0].Tests, []suite.ID{"polluter"}) {
		t.Errorf("it found %+v", f)
	}
}
