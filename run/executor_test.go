package run_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type behaviour = map[suite.ID]func(*scripted, worker.Batch, func(worker.Event)) *worker.Death

func TestAttempts(t *testing.T) {
	cases := map[string]struct {
		does  behaviour
		rules run.Rules
		tests []suite.Test
		want  []string
		sum   suite.Summary
	}{
		"all pass": {
			tests: named("a", "b"),
			want:  []string{"a planned pass", "b planned pass"},
			sum:   suite.Summary{Passed: 2},
		},
		"a failure is diagnosed in a fresh process": {
			does:  behaviour{"b": failsAfter("a")},
			tests: named("a", "b", "c"),
			want:  []string{"a planned pass", "b planned fail", "c planned pass", "b diagnosis pass"},
			sum:   suite.Summary{Passed: 2, Failed: 1},
		},
		"a retry that passes makes it flaky": {
			does:  behaviour{"b": failsAfter("a")},
			rules: run.Rules{Retries: 2},
			tests: named("a", "b"),
			want:  []string{"a planned pass", "b planned fail", "b retry pass"},
			sum:   suite.Summary{Passed: 1, Flaky: 1},
		},
		"retries end": {
			does:  behaviour{"a": fails},
			rules: run.Rules{Retries: 2},
			tests: named("a"),
			want:  []string{"a planned fail", "a retry fail", "a retry fail"},
			sum:   suite.Summary{Failed: 1},
		},
		"a panic is charged by its stack, and the rest runs": {
			does:  behaviour{"b": panics},
			tests: named("a", "b", "c"),
			want:  []string{"a planned pass", "b planned crash", "b diagnosis crash", "c planned pass"},
			sum:   suite.Summary{Passed: 2, Failed: 1},
		},
		"another death is charged by running the suspect alone": {
			does:  behaviour{"b": exits},
			tests: named("a", "b", "c"),
			want:  []string{"a planned pass", "b planned unfinished", "b suspect crash", "c planned pass"},
			sum:   suite.Summary{Passed: 2, Failed: 1},
		},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			s := &script{does: tt.does}
			x := s.executor()
			x.Rules = func(suite.Test) run.Rules { return tt.rules }
			result := s.execute(t, x, tt.tests...)
			if diff := cmp.Diff(tt.want, s.attempts()); diff != "" {
				t.Errorf("attempts (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.sum, result.Summary); diff != "" {
				t.Errorf("summary (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatIsKnownOfATestOutlivesItsProcess(t *testing.T) {
	last := []suite.Statement{{Number: 1, Text: "SELECT 1", Where: "a_test.go:7"}}
	for name, dies := range map[string]func(*scripted, worker.Batch, func(worker.Event)) *worker.Death{"panics": panics, "exits": exits} {
		s := &script{does: behaviour{"a": func(w *scripted, b worker.Batch, report func(worker.Event)) *worker.Death {
			d := dies(w, b, report)
			d.Statements = map[suite.ID][]suite.Statement{"a": last}
			return d
		}}}
		s.execute(t, s.executor(), named("a")...)
		for _, e := range s.events {
			if ended, ok := e.(suite.Ended); ok {
				if diff := cmp.Diff(last, ended.Statements); diff != "" {
					t.Errorf("%s, %s: %s", name, ended.Cause, diff)
				}
			}
		}
	}
}

func TestADeathThatNobodyRepeatsFailsTheUnit(t *testing.T) {
	once := false
	s := &script{does: behaviour{"a": func(w *scripted, b worker.Batch, report func(worker.Event)) *worker.Death {
		if once {
			return passes(w, b, report)
		}
		once = true
		return exits(w, b, report)
	}}}
	result := s.execute(t, s.executor(), named("a", "b")...)
	if diff := cmp.Diff(suite.Summary{Passed: 2, Units: 1}, result.Summary); diff != "" {
		t.Error(diff)
	}
}

func TestAProcessThatDiesBeforeItsFirstTestEndsTheUnit(t *testing.T) {
	s := &script{}
	x := s.executor()
	x.Start = func(ctx context.Context, unit string, place worker.Place) (worker.Worker, error) {
		return stillborn{}, nil
	}
	tests := append(named("a", "b"), suite.Test{ID: "c", Unit: "v", Kind: suite.KindTest})
	result := s.execute(t, x, tests...)
	if diff := cmp.Diff(suite.Summary{NotRun: 3, Units: 2}, result.Summary); diff != "" {
		t.Error(diff)
	}
	var reasons []string
	for _, e := range s.events {
		if u, ok := e.(suite.UnitEnded); ok {
			reasons = append(reasons, u.Unit+": "+u.Reason)
		}
	}
	want := []string{"u: TestMain failed", "v: TestMain failed"}
	if diff := cmp.Diff(want, reasons); diff != "" {
		t.Error(diff)
	}
}

// stillborn is a worker whose set-up fails.
type stillborn struct{}

func (stillborn) Run(context.Context, worker.Batch, func(worker.Event)) error {
	return &worker.Death{Reason: "exit status 1"}
}

func (stillborn) Close(context.Context) (suite.UnitResult, error) {
	return suite.UnitResult{Outcome: suite.Fail, Reason: "TestMain failed"}, nil
}

func TestAProcessThatIsKilledBeforeItsFirstTestIsReplacedThreeTimes(t *testing.T) {
	cases := map[string]struct {
		killed int // processes, from the first
		want   suite.Summary
		says   string
	}{
		"one":   {1, suite.Summary{Passed: 2}, ""},
		"three": {3, suite.Summary{Passed: 2}, ""},
		"each":  {9, suite.Summary{NotRun: 2, Units: 1}, "4 of its processes were killed before their first test (signal: killed): 2 of its tests did not run"},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			s := &script{}
			x := s.executor()
			started := 0
			x.Start = func(ctx context.Context, unit string, place worker.Place) (worker.Worker, error) {
				if started++; started <= tt.killed {
					return shot{}, nil
				}
				return s.start(ctx, unit, place)
			}
			result := s.execute(t, x, named("a", "b")...)
			if diff := cmp.Diff(tt.want, result.Summary); diff != "" {
				t.Error(diff)
			}
			deaths, over, reason := 0, false, ""
			for _, e := range s.events {
				switch e := e.(type) {
				case suite.WorkerDied:
					if over = e.Over; e.When == "before its first test" {
						deaths++
					}
				case suite.UnitEnded:
					reason = e.Reason
				}
			}
			if deaths != min(tt.killed, 4) || over != (tt.want.Units > 0) || reason != tt.says {
				t.Errorf("%d deaths, over %v, %q", deaths, over, reason)
			}
		})
	}
}

// shot is a worker that somebody kills before it runs anything.
type shot struct{}

func (shot) Run(context.Context, worker.Batch, func(worker.Event)) error {
	return &worker.Death{Reason: "signal: killed", Killed: true}
}

func (shot) Close(context.Context) (suite.UnitResult, error) {
	return suite.UnitResult{Outcome: suite.Fail, Reason: "died before its first test"}, nil
}

func TestKindsOfAPassedStageGetANewProcess(t *testing.T) {
	s := &script{}
	x := s.executor()
	tests := named("a", "b")
	tests[0].Kind = suite.KindExample
	if _, err := x.Run(t.Context(), plan.Plan{Lanes: []plan.Lane{{{Unit: "u", Tests: tests}}}}, nil); err != nil {
		t.Fatal(err)
	}
	if got := len(s.starts); got != 2 {
		t.Errorf("%d processes for an example and then a test, want 2", got)
	}
}

func TestAProcessThatRefusesAKindIsReplaced(t *testing.T) {
	s := &script{}
	x := s.executor()
	refused := false
	x.Start = func(ctx context.Context, unit string, place worker.Place) (worker.Worker, error) {
		if !refused {
			refused = true
			return refuses{}, nil
		}
		return s.start(ctx, unit, place)
	}
	result := s.execute(t, x, named("a", "b")...)
	if diff := cmp.Diff(suite.Summary{Passed: 2}, result.Summary); diff != "" {
		t.Error(diff)
	}
}

// refuses is a worker that is past every kind.
type refuses struct{}

func (refuses) Run(context.Context, worker.Batch, func(worker.Event)) error {
	return worker.ErrKindPassed
}

func (refuses) Close(context.Context) (suite.UnitResult, error) {
	return suite.UnitResult{Outcome: suite.Pass}, nil
}

func TestFailFastStopsHandingOut(t *testing.T) {
	s := &script{does: behaviour{"b": fails}}
	x := s.executor()
	x.FailFast, x.MaxBatch = 1, 1
	result := s.execute(t, x, named("a", "b", "c", "d")...)
	if diff := cmp.Diff(suite.Summary{Passed: 1, Failed: 1, NotRun: 2}, result.Summary); diff != "" {
		t.Error(diff)
	}
	if !result.Stopped {
		t.Error("not said to be stopped")
	}
}

func TestStopLetsWhatRunsFinish(t *testing.T) {
	stop := make(chan struct{})
	s := &script{}
	s.does = behaviour{"a": func(w *scripted, b worker.Batch, report func(worker.Event)) *worker.Death {
		close(stop)
		time.Sleep(20 * time.Millisecond) // until the schedule has heard of it
		return passes(w, b, report)
	}}
	x := s.executor()
	x.MaxBatch = 1
	result, err := x.Run(t.Context(), plan.Plan{Lanes: []plan.Lane{plan.Pieces(named("a", "b"))}}, stop)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(suite.Summary{Passed: 1, NotRun: 1}, result.Summary); diff != "" {
		t.Error(diff)
	}
}

// A process that forks others is worth its start where several tests are to be diagnosed.
func TestThoseDiagnosedAfterAFewMayBeForked(t *testing.T) {
	for name, tt := range map[string]struct {
		spared int
		want   []bool
	}{
		"never":       {0, []bool{true, true, true, true, true}},
		"after two":   {2, []bool{true, true, true, false, false}},
		"after seven": {7, []bool{true, true, true, true, true}},
	} {
		s := &script{does: behaviour{"a": fails, "b": fails, "c": fails, "d": fails}}
		x := s.executor()
		x.Anew, x.Spared = true, tt.spared
		s.execute(t, x, named("a", "b", "c", "d")...)
		if diff := cmp.Diff(tt.want, s.anew); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestNothingIsDiagnosedOnceTheUserHasStoppedTheRun(t *testing.T) {
	stop := make(chan struct{})
	s := &script{does: behaviour{"a": func(w *scripted, b worker.Batch, report func(worker.Event)) *worker.Death {
		close(stop)
		time.Sleep(20 * time.Millisecond) // until the schedule has heard of it
		return fails(w, b, report)
	}}}
	if _, err := s.executor().Run(t.Context(), plan.Plan{Lanes: []plan.Lane{plan.Pieces(named("a"))}}, stop); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a planned fail"}, s.attempts()); diff != "" {
		t.Error(diff)
	}
}

func TestWhatFailsAloneTooRunsOnceMoreWithNothingBesideIt(t *testing.T) {
	began, failed := make(chan struct{}), make(chan struct{}, 2)
	var held atomic.Bool
	s := &script{does: behaviour{
		"holds": func(w *scripted, b worker.Batch, report func(worker.Event)) *worker.Death {
			held.Store(true)
			close(began)
			<-failed
			<-failed
			held.Store(false)
			return passes(w, b, report)
		},
		"meets": func(w *scripted, b worker.Batch, report func(worker.Event)) *worker.Death {
			<-began
			if !held.Load() {
				return passes(w, b, report)
			}
			defer func() { failed <- struct{}{} }()
			return fails(w, b, report)
		},
	}}
	lanes := []plan.Lane{plan.Pieces(named("holds")), plan.Pieces(named("meets"))}
	if _, err := s.executor().Run(t.Context(), plan.Plan{Lanes: lanes}, nil); err != nil {
		t.Fatal(err)
	}
	want := []string{"meets planned fail", "meets diagnosis fail", "holds planned pass", "meets diagnosis pass"}
	if diff := cmp.Diff(want, s.attempts()); diff != "" {
		t.Error(diff)
	}
}

func TestWhatFailsWithNothingBesideItIsNotTriedForEver(t *testing.T) {
	s := &script{does: behaviour{}}
	lanes := make([]plan.Lane, 2)
	for i := range 10 {
		test := named(fmt.Sprint("t", i))
		s.does[test[0].ID] = fails
		lanes[i%2] = append(lanes[i%2], plan.Pieces(test)...)
	}
	if _, err := s.executor().Run(t.Context(), plan.Plan{Lanes: lanes}, nil); err != nil {
		t.Fatal(err)
	}
	if got, want := len(s.attempts()), 10+10+3; got != want {
		t.Errorf("%d attempts, want %d", got, want)
	}
}

func TestAWorkerThatCannotBeStartedStopsTheRun(t *testing.T) {
	s := &script{}
	x := s.executor()
	x.Start = func(context.Context, string, worker.Place) (worker.Worker, error) {
		return nil, errors.New("exec format error")
	}
	_, err := x.Run(t.Context(), plan.Plan{Lanes: []plan.Lane{plan.Pieces(named("a"))}}, nil)
	if got, want := fmt.Sprint(err), "starting worker 1 for u: exec format error"; got != want {
		t.Errorf("error %q, want %q", got, want)
	}
}

func TestTestsOfAGroupNeverRunAtTheSameTime(t *testing.T) {
	var running, most atomic.Int32
	s := &script{does: behaviour{}}
	counts := func(w *scripted, b worker.Batch, report func(worker.Event)) *worker.Death {
		most.Store(max(most.Load(), running.Add(1)))
		time.Sleep(time.Millisecond)
		running.Add(-1)
		return passes(w, b, report)
	}
	lanes := make([]plan.Lane, 3)
	for i := range 12 {
		test := named(fmt.Sprint("t", i))[0]
		s.does[test.ID] = counts
		lanes[i%3] = append(lanes[i%3], plan.Piece{Unit: "u", Tests: []suite.Test{test}})
	}
	x := s.executor()
	x.Rules = func(suite.Test) run.Rules { return run.Rules{Group: "port"} }
	if _, err := x.Run(t.Context(), plan.Plan{Lanes: lanes}, nil); err != nil {
		t.Fatal(err)
	}
	if got := most.Load(); got != 1 {
		t.Errorf("%d tests of one group at a time", got)
	}
}

func TestAnIdleWorkerStealsATail(t *testing.T) {
	s := &script{does: behaviour{}}
	slow := func(w *scripted, b worker.Batch, report func(worker.Event)) *worker.Death {
		time.Sleep(time.Millisecond)
		return passes(w, b, report)
	}
	var names []string
	for i := range 40 {
		names = append(names, fmt.Sprintf("t%02d", i))
		s.does[suite.ID(names[i])] = slow
	}
	x := s.executor()
	x.MaxBatch = 1
	result, err := x.Run(t.Context(), plan.Plan{Lanes: []plan.Lane{plan.Pieces(named(names...)), nil}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if result.Summary.Passed != 40 {
		t.Errorf("%+v, want 40 passed", result.Summary)
	}
	stole := slices.ContainsFunc(s.events, func(e suite.Event) bool { _, ok := e.(suite.Stolen); return ok })
	if !stole || len(s.starts) < 2 {
		t.Errorf("nothing was stolen; %d processes", len(s.starts))
	}
}

func TestVerifyNamesWhatATestLeftAndRestorePutsItBack(t *testing.T) {
	for _, isolation := range []run.Isolation{run.Verify, run.Restore} {
		s, watch := &script{}, &oneRow{}
		x := s.executor()
		x.Isolation = isolation
		x.Lease = func(context.Context, int, int) (run.Lease, error) {
			watchers := map[string]clone.Watcher{"default": watch}
			return run.Lease{Watch: watchers, Release: func(bool) error { return nil }}, nil
		}
		s.execute(t, x, named("a", "b")...)
		for _, e := range s.events {
			if ended, ok := e.(suite.Ended); ok {
				want := []suite.Change{{Alias: "default", Where: "people", New: "1"}}
				if diff := cmp.Diff(want, ended.Changes); diff != "" {
					t.Errorf("%s, %s: %s", isolation, ended.Test, diff)
				}
			}
		}
		if want := map[run.Isolation]int{run.Verify: 0, run.Restore: 2}[isolation]; watch.restored != want {
			t.Errorf("%s restored %d times, want %d", isolation, watch.restored, want)
		}
	}
}

func TestAfterWhatCannotBeUndoneTheNextTestHasAnotherDatabase(t *testing.T) {
	s, watch := &script{}, &oneRow{fails: clone.ErrIrreversible}
	x := s.executor()
	x.Isolation = run.Restore
	x.Lease = func(context.Context, int, int) (run.Lease, error) {
		watchers := map[string]clone.Watcher{"default": watch}
		return run.Lease{Watch: watchers, Release: func(bool) error { return nil }}, nil
	}
	result := s.execute(t, x, named("a", "b", "c")...)
	if result.Summary.Passed != 3 || len(s.starts) != 3 {
		t.Errorf("%+v, in %d processes, want 3", result.Summary, len(s.starts))
	}
}

// losing has the database be lost in each process once a test that fails has run
// there. Lost is how often that was.
func losing(x *run.Executor, lost *int) {
	x.Lease = func(context.Context, int, int) (run.Lease, error) {
		return run.Lease{
			Lost: func(context.Context) error {
				*lost++
				return errors.New("the server has ended")
			},
			Release: func(bool) error { return nil },
		}, nil
	}
}

func TestTestsThatFailForWantOfTheirDatabaseRunAgainOnAnother(t *testing.T) {
	tries := 0
	s := &script{does: behaviour{"b": func(w *scripted, batch worker.Batch, report func(worker.Event)) *worker.Death {
		if tries++; tries == 1 {
			return fails(w, batch, report)
		}
		return passes(w, batch, report)
	}}}
	x, lost := s.executor(), 0
	losing(x, &lost)
	result := s.execute(t, x, named("a", "b", "c")...)
	want := []string{"a planned pass", "b planned unfinished", "c planned pass", "b planned pass"}
	if diff := cmp.Diff(want, s.attempts()); diff != "" {
		t.Errorf("attempts (-want +got):\n%s", diff)
	}
	if result.Summary.Passed != 3 || lost != 1 || len(s.starts) != 2 {
		t.Errorf("%+v; the database was looked at %d times, and there were %d processes", result.Summary, lost, len(s.starts))
	}
}

func TestATestThatEndsItsDatabaseEachTimeFails(t *testing.T) {
	s := &script{does: behaviour{"b": fails}}
	x, lost := s.executor(), 0
	losing(x, &lost)
	result := s.execute(t, x, named("a", "b")...)
	if result.Verdicts["b"] != suite.Failed || result.Verdicts["a"] != suite.Passed {
		t.Errorf("verdicts are %v", result.Verdicts)
	}
}

func TestATestThatPtrHasFailedIsBrokenAndEndsTheRun(t *testing.T) {
	s := &script{does: behaviour{"b": fails}}
	x, full := s.executor(), errors.New("the disk is full")
	x.Lease = func(context.Context, int, int) (run.Lease, error) {
		return run.Lease{Broken: func() error { return full }, Release: func(bool) error { return nil }}, nil
	}
	result, err := x.Run(t.Context(), plan.Plan{Lanes: []plan.Lane{plan.Pieces(named("a", "b", "c"))}}, nil)
	if want := []string{"a planned pass", "b planned broken", "c planned pass"}; !errors.Is(err, full) || !slices.Equal(s.attempts(), want) {
		t.Errorf("attempts are %q and the error is %v, want %q and %v", s.attempts(), err, want, full)
	}
	if result.Verdicts["b"] != suite.Errored || result.Summary.Broken != 1 {
		t.Errorf("verdicts are %v", result.Verdicts)
	}
}

func TestATestRunsAgainOnAnotherDatabaseIfItCannotBeSeenWhatItLeft(t *testing.T) {
	tests := map[string]struct {
		ends int // how many sessions end while what "b" has left is looked for
		want []string
	}{
		"once":      {1, []string{"a planned pass", "b planned unfinished", "b planned pass", "c planned pass"}},
		"each time": {2, []string{"a planned pass", "b planned unfinished", "b planned pass", "c planned pass"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			watch := &blinded{}
			s := &script{does: behaviour{"b": func(w *scripted, batch worker.Batch, report func(worker.Event)) *worker.Death {
				watch.blind, tt.ends = tt.ends > 0, tt.ends-1
				return passes(w, batch, report)
			}}}
			x := s.executor()
			x.Isolation, x.MaxBatch = run.Verify, 1
			x.Lease = func(context.Context, int, int) (run.Lease, error) {
				watch.blind = false
				return run.Lease{Watch: map[string]clone.Watcher{"default": watch}, Release: func(bool) error { return nil }}, nil
			}
			result := s.execute(t, x, named("a", "b", "c")...)
			if diff := cmp.Diff(tt.want, s.attempts()); diff != "" {
				t.Errorf("attempts (-want +got):\n%s", diff)
			}
			if result.Summary.Passed != 3 {
				t.Errorf("%+v, want 3 passed", result.Summary)
			}
		})
	}
}

func TestAConnectionToAWorkersOwnCloneIsNoLeak(t *testing.T) {
	clones := filepath.Join("shm", "w1p1")
	file := func(path string) suite.Leak { return suite.Leak{Kind: suite.LeakFile, What: "fd 7: " + path} }
	s := &script{does: behaviour{"a": func(_ *scripted, b worker.Batch, report func(worker.Event)) *worker.Death {
		report(worker.Began{Test: "a", Time: time.Now()})
		report(worker.Ended{Attempt: suite.Attempt{Test: "a", Outcome: suite.Pass, Leaks: []suite.Leak{
			file(filepath.Join(clones, "default.db")), file(clones + "-tmp/log"), {Kind: suite.LeakEnv, What: "A=" + clones + "/x"},
		}}})
		return nil
	}}}
	x := s.executor()
	x.Lease = func(context.Context, int, int) (run.Lease, error) {
		return run.Lease{Dir: clones, Release: func(bool) error { return nil }}, nil
	}
	s.execute(t, x, named("a")...)
	want := []suite.Leak{file(clones + "-tmp/log"), {Kind: suite.LeakEnv, What: "A=" + clones + "/x"}}
	for _, e := range s.events {
		if ended, ok := e.(suite.Ended); ok {
			if diff := cmp.Diff(want, ended.Leaks); diff != "" {
				t.Error(diff)
			}
			return
		}
	}
	t.Error("the test has not ended")
}

// Whatever tests do, each gets a verdict, each unit ends once, and nothing is
// said of a test after its unit ended.
func TestNothingIsLost(t *testing.T) {
	acts := []func(*scripted, worker.Batch, func(worker.Event)) *worker.Death{passes, fails, exits, panics}
	rapid.Check(t, func(t *rapid.T) {
		s := &script{does: behaviour{}}
		var tests []suite.Test
		for i := range rapid.IntRange(1, 30).Draw(t, "tests") {
			test := suite.Test{ID: suite.ID(fmt.Sprint("t", i)), Unit: fmt.Sprint("u", i%3), Kind: suite.KindTest}
			s.does[test.ID] = rapid.SampledFrom(acts).Draw(t, "act")
			tests = append(tests, test)
		}
		x := s.executor()
		x.Diagnose = rapid.Bool().Draw(t, "diagnose")
		retries := rapid.IntRange(0, 2).Draw(t, "retries")
		x.Rules = func(suite.Test) run.Rules { return run.Rules{Retries: retries} }
		p := plan.Balance(plan.Pieces(tests), rapid.IntRange(1, 4).Draw(t, "workers"), plan.Costs{Guess: 1}, nil, 1)
		result, err := x.Run(t.Context(), p, nil)
		if err != nil {
			t.Fatal(err)
		}
		if result.Summary.NotRun > 0 || result.Summary.Tests() != len(tests) {
			t.Fatalf("%+v of %d tests", result.Summary, len(tests))
		}
		checkUnits(t, s.events)
	})
}

func checkUnits(t *rapid.T, events []suite.Event) {
	ended := map[string]bool{}
	for _, e := range events {
		switch e := e.(type) {
		case suite.UnitEnded:
			if ended[e.Unit] {
				t.Errorf("%s ended twice", e.Unit)
			}
			ended[e.Unit] = true
		case suite.Ended:
			if ended[e.Unit] {
				t.Errorf("%s was said to end after its unit", e.Test)
			}
		}
	}
}

// A sized worker notes how many tests it is given at once.
type sized struct {
	worker.Worker
	sizes *[]int
}

func (w sized) Run(ctx context.Context, b worker.Batch, report func(worker.Event)) error {
	*w.sizes = append(*w.sizes, len(b.Tests))
	return w.Worker.Run(ctx, b, report)
}

func TestBatchesGrowWithWhatIsKnown(t *testing.T) {
	var tests []suite.Test
	known := map[suite.ID]time.Duration{}
	for i := range 30 {
		tests = append(tests, suite.Test{ID: suite.ID(fmt.Sprint("t", i)), Unit: "u", Kind: suite.KindTest})
		known[tests[i].ID] = 5 * time.Millisecond // a batch is to take some 50 ms
	}
	for name, tt := range map[string]struct {
		costs plan.Costs
		want  []int
	}{
		"history knows the tests": {plan.Costs{Tests: known}, []int{10, 10, 10}},
		"history does not":        {plan.Costs{}, []int{1, 2, 7, 20}},
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{}
			x := s.executor()
			x.Costs, x.MaxBatch = tt.costs, 100
			var sizes []int
			x.Start = func(ctx context.Context, unit string, place worker.Place) (worker.Worker, error) {
				w, err := s.start(ctx, unit, place)
				return sized{w, &sizes}, err
			}
			s.execute(t, x, tests...)
			if diff := cmp.Diff(tt.want, sizes); diff != "" {
				t.Error(diff)
			}
		})
	}
}
