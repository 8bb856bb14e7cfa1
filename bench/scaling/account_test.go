package scaling_test

import (
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/bench/scaling"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

const ms = time.Millisecond

// at is so long after the command began.
func at(d time.Duration) time.Time { return time.Unix(1_000_000, 0).Add(d) }

// ran is an attempt that began and went on for so long.
func ran(name string, worker, process int, began, took time.Duration) suite.Event {
	return suite.Ended{Attempt: suite.Attempt{
		Test: suite.ID(name), Worker: worker, Process: process, Start: at(began), Duration: took, Outcome: suite.Pass,
	}}
}

func started(workers int, tests ...suite.Test) suite.Event {
	return suite.RunStarted{
		Run: "3f2", Name: "shop", Workers: workers, Time: at(100 * ms), Tests: tests,
		SetUp: []suite.Phase{{Name: "build", Duration: 80 * ms}, {Name: "databases", Duration: 30 * ms}},
	}
}

// read makes up the account of a run whose command took so long.
func read(t interface{ Fatal(...any) }, took time.Duration, events ...suite.Event) scaling.Account {
	a, err := scaling.Read(all(events...), scaling.Clock{Begin: at(0), End: at(took)}, 2)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func all(events ...suite.Event) iter.Seq2[suite.Event, error] {
	return func(yield func(suite.Event, error) bool) {
		for _, e := range events {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func TestAnAccountNamesWhereTimeWent(t *testing.T) {
	got := read(t, 1000*ms,
		started(2),
		suite.WorkerStarted{Worker: 1, Process: 1, Waited: 20 * ms},
		suite.WorkerStarted{Worker: 2, Process: 1, Waited: 5 * ms},
		ran("a", 1, 1, 150*ms, 100*ms),
		suite.Ended{Attempt: suite.Attempt{Test: "a/sub", Parent: "a", Worker: 1, Process: 1, Start: at(150 * ms), Duration: 90 * ms}},
		ran("b", 1, 1, 260*ms, 300*ms), // 10 ms after a
		ran("c", 2, 1, 120*ms, 200*ms),
		suite.WorkerStarted{Worker: 2, Process: 2, Waited: 10 * ms},
		ran("d", 2, 2, 360*ms, 440*ms), // 40 ms after c, in another process
		suite.UnitEnded{UnitResult: suite.UnitResult{CPU: 700 * ms}},
		suite.RunFinished{},
	)
	want := scaling.Account{
		Suite: "shop", Workers: 2, Tests: 4, Wall: 1000 * ms,
		SetUp: 100 * ms, Build: 80 * ms, Databases: 30 * ms, Ending: 200 * ms,
		Busy: 1040 * ms, Between: 10 * ms, Clones: 35 * ms,
		Starts: (50 - 20 + 20 + 40 - 15) * ms, Idle: 240 * ms,
		Load: plan.Load{Work: 1040 * ms, Longest: 440 * ms, CPU: 700 * ms},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParallelTestsCountAsLongAsAnyOfThemRuns(t *testing.T) {
	parallel := func(name string) suite.Test { return suite.Test{ID: suite.ID(name), Parallel: true} }
	for name, tt := range map[string]struct {
		events        []suite.Event
		busy, between time.Duration
	}{
		// Three that wait for each other begin at once, and two run at a time.
		"more than run at once": {[]suite.Event{
			ran("a", 1, 1, 100*ms, 200*ms), ran("b", 1, 1, 101*ms, 200*ms), ran("c", 1, 1, 102*ms, 100*ms), ran("d", 1, 1, 420*ms, 50*ms),
		}, 350 * ms, 20 * ms},
		"until the next begins": {[]suite.Event{
			ran("a", 1, 1, 100*ms, 200*ms), ran("b", 1, 1, 101*ms, 200*ms), ran("c", 1, 1, 102*ms, 100*ms), ran("d", 1, 1, 390*ms, 50*ms),
		}, 340 * ms, 0},
		"each in a process of its own": {[]suite.Event{
			ran("a", 1, 1, 100*ms, 200*ms), ran("b", 1, 2, 310*ms, 200*ms),
		}, 400 * ms, 0},
	} {
		t.Run(name, func(t *testing.T) {
			events := append([]suite.Event{started(1, parallel("a"), parallel("b"), parallel("c"))}, tt.events...)
			got := read(t, 1000*ms, append(events, suite.RunFinished{})...)
			if got.Busy != tt.busy || got.Between != tt.between {
				t.Errorf("busy %v and between %v, want %v and %v", got.Busy, got.Between, tt.busy, tt.between)
			}
		})
	}
}

func TestWhatIsNoWholeRunHasNoAccount(t *testing.T) {
	torn := func(yield func(suite.Event, error) bool) { yield(nil, errors.New("line 3: it is torn")) }
	for name, tt := range map[string]struct {
		events iter.Seq2[suite.Event, error]
		want   string
	}{
		"nothing":  {all(), "no beginning"},
		"no end":   {all(started(1)), "no end"},
		"torn":     {torn, "torn"},
		"no start": {all(suite.RunFinished{}), "no beginning"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := scaling.Read(tt.events, scaling.Clock{}, 1)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Read: %v, want something with %q", err, tt.want)
			}
		})
	}
}

// anyRun is the events of a run that can have been, and how long its command took.
func anyRun(r *rapid.T) (events []suite.Event, took time.Duration) {
	short := rapid.IntRange(0, 50)
	draw := func(label string) time.Duration { return time.Duration(short.Draw(r, label)) * ms }
	workers := rapid.IntRange(1, 5).Draw(r, "workers")
	events, took = []suite.Event{started(workers)}, 101*ms
	var cpu time.Duration
	for w := range workers {
		now := 100 * ms
		for process := range rapid.IntRange(0, 3).Draw(r, "processes") {
			waited := draw("waited")
			now += waited + draw("start")
			events = append(events, suite.WorkerStarted{Worker: w + 1, Process: process + 1, Waited: waited})
			for range rapid.IntRange(0, 4).Draw(r, "tests") {
				test := draw("test") + 1
				events = append(events, ran("t", w+1, process+1, now, test))
				cpu += test / time.Duration(rapid.IntRange(1, 9).Draw(r, "waits"))
				now += test + draw("gap")
			}
		}
		took = max(took, now)
	}
	events = append(events, suite.UnitEnded{UnitResult: suite.UnitResult{CPU: cpu}}, suite.RunFinished{})
	return events, took + draw("ending")
}

func TestThePartsOfAnyRunAddUp(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		events, took := anyRun(r)
		a := read(r, took, events...)
		parts := a.Busy + a.Between + a.Clones + a.Starts + a.Idle + time.Duration(a.Workers)*a.Ending
		if whole := time.Duration(a.Workers) * a.Makespan(); parts != whole {
			r.Errorf("the parts of %+v are %v, and it took %v", a, parts, whole)
		}
		for _, part := range []time.Duration{a.Busy, a.Between, a.Clones, a.Starts, a.Idle, a.Ending} {
			if part < 0 {
				r.Errorf("%+v has less than nothing", a)
			}
		}
	})
}

func TestTheEfficiencyOfAnyRunIsAShare(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		events, took := anyRun(r)
		a := read(r, took, events...)
		e := a.Load.Efficiency(a.Makespan(), a.Workers, max(a.Workers, 1))
		if e > 1 || e <= 0 && a.Busy > 0 {
			r.Errorf("efficiency %v of %+v", e, a)
		}
	})
}

func TestTheOrderOfEventsOfDifferentWorkersDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		events, took := anyRun(r)
		want := read(r, took, events...)
		inner := events[1 : len(events)-1]
		slices.Reverse(inner)
		if diff := cmp.Diff(want, read(r, took, events...)); diff != "" {
			r.Error(diff)
		}
	})
}
