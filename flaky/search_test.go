package flaky_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/flaky/simulation"
	"github.com/ptr-project/ptr/suite"
)

func search(t *testing.T, o flaky.Options) flaky.Report {
	t.Helper()
	r, err := flaky.Search(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSteadySuiteIsBounded(t *testing.T) {
	s := simulation.New(414, 1)
	o := s.Options(60, 1)
	r := search(t, o)
	if len(r.Flaky) > 0 || len(r.Causes) > 0 || r.Replays > 0 {
		t.Errorf("%d tests are flaky, of %d causes, after %d replays", len(r.Flaky), len(r.Causes), r.Replays)
	}
	// 1 - 0.05^(1/60), and 1 - (0.05/414)^(1/60).
	if s := r.Steady; s.Tests != 414 || s.Runs != 60 || s.One < 0.0486 || s.One > 0.0488 || s.All < 0.139 || s.All > 0.140 {
		t.Errorf("Steady = %+v", s)
	}
	if r.Suite.Green != r.Suite.Runs || r.Suite.Runs < 20 || r.Stopped != flaky.AllRuns {
		t.Errorf("Suite = %+v, stopped: %s", r.Suite, r.Stopped)
	}
}

// What is found of a victim is short, and says who did it.
func TestVictimIsNarrowedDown(t *testing.T) {
	s := simulation.New(300, 3)
	victim := s.Victim(2)
	polluter := s.Conflicts[len(s.Conflicts)-1].Writer
	got := resultOf(search(t, s.Options(20, 3)), victim)
	if want := (suite.Order{polluter}); !slices.Equal(got.By, want) || got.Kind != flaky.OrderDependent {
		t.Errorf("%s is %s by %v, want by %v", victim, got.Kind, got.By, want)
	}
	if want := (suite.Order{polluter, victim}); !slices.Equal(got.Failing.Order, want) || got.Hits.Passed > 0 || got.Hits.Failed < 6 {
		t.Errorf("fails in %v, %+v, want %v", got.Failing.Order, got.Hits, want)
	}
	if len(got.Passing.Order) != 2 || got.EValue < 1000 {
		t.Errorf("passes in %v, with evidence of %v", got.Passing.Order, got.EValue)
	}
}

// In 20 orders each of these fails once, though it does so half of the time after another.
func TestWhatFailedInOneOrderIsTriedAgain(t *testing.T) {
	for _, seed := range []uint64{12, 38, 121} {
		s := simulation.New(100, seed)
		victim := s.Sometimes(.5)
		r := search(t, s.Options(20, seed))
		failed := 0
		for _, run := range r.Runs {
			for _, a := range run.Attempts {
				if a.Test == victim && a.Outcome.Bad() {
					failed++
				}
			}
		}
		if got := resultOf(r, victim); failed != 1 || got.Kind != flaky.OrderDependent {
			t.Errorf("seed %d: failed in %d orders, and is %s: %s", seed, failed, got.Kind, got.Why)
		}
	}
}

func TestTwoPollutersNeededTogetherAreComparedByWholeOrders(t *testing.T) {
	s := simulation.New(100, 5)
	victim := s.Together(2)
	got := resultOf(search(t, s.Options(20, 5)), victim)
	if got.Kind != flaky.OrderDependent || len(got.By) > 0 {
		t.Errorf("%s is %s by %v (%s), want order-dependent by nobody alone", victim, got.Kind, got.By, got.Why)
	}
}

// A culprit of many is looked for once.
func TestManyVictimsOfOnePolluterAreOneCause(t *testing.T) {
	s := simulation.New(200, 6)
	victims := s.Victims(30)
	r := search(t, s.Options(20, 6))
	if len(r.Causes) != 1 || len(r.Causes[0].Tests) != len(victims) || len(r.Causes[0].By) != 1 {
		t.Fatalf("causes are %+v, want one of %d tests", r.Causes, len(victims))
	}
	if most := 10 * 200; r.Replayed > most {
		t.Errorf("replays ran %d tests, want %d at most", r.Replayed, most)
	}
}

// An outage is not put down to the tests that it hits, and costs no red build of theirs.
func TestOutagesAreSetApart(t *testing.T) {
	s := simulation.New(200, 2)
	s.Outages, s.Hit = 0.3, 20
	id := s.Nondeterministic(0.5)
	r := search(t, s.Options(20, 2))
	if len(r.Flaky) != 1 || r.Flaky[0].Test != id {
		t.Errorf("flaky are %d tests, want only %s", len(r.Flaky), id)
	}
	if len(r.Outages) != 1 || len(r.Outages[0].Runs) < 2 || !strings.Contains(r.Outages[0].Text, "connection refused") {
		t.Errorf("outages are %+v", r.Outages)
	}
}

// What fails as many tests at once, but does so again, is no outage.
func TestManyVictimsAreNoOutage(t *testing.T) {
	s := simulation.New(200, 4)
	s.Victims(30)
	r := search(t, s.Options(4, 4))
	if len(r.Outages) > 0 || len(r.Flaky) != 30 {
		t.Errorf("%d tests are flaky, and there are outages: %+v", len(r.Flaky), r.Outages)
	}
}

// A perturbed failure is provoked until it is seen without.
func TestProvokedIsNotFlaky(t *testing.T) {
	s := simulation.New(50, 9)
	tie, flake := s.Tests[7].ID, s.Nondeterministic(0.4)
	perturbed := func(ctx context.Context, t suite.Trial) ([]suite.Attempt, error) {
		attempts, err := s.Probe(ctx, t)
		for i := range attempts {
			if attempts[i].Test == tie {
				attempts[i].Outcome, attempts[i].Failure = suite.Fail, "first of two with equal times"
			}
		}
		return attempts, err
	}
	o := s.Options(20, 9)
	o.Perturbed = []flaky.Condition{{Name: "coarse clock", Probe: perturbed, Runs: 5}}
	r := search(t, o)
	got := resultOf(r, tie)
	want := []flaky.Cell{{Condition: "coarse clock", Order: flaky.AsInCI, Count: suite.Count{Failed: 5}}}
	var cells []flaky.Cell
	for _, c := range got.Cells {
		if c.Condition != "" {
			cells = append(cells, c)
		}
	}
	if got.Kind != flaky.Provoked || got.EValue < 1000 || got.Condition != "coarse clock" || !slices.Equal(cells, want) {
		t.Errorf("%s is %s under %q, %v: %s", tie, got.Kind, got.Condition, cells, got.Why)
	}
	if got := resultOf(r, flake); got.Kind != flaky.Nondeterministic {
		t.Errorf("%s is %s: %s", flake, got.Kind, got.Why)
	}
}

// A search goes on where another one was interrupted: what has run is not run again.
func TestSearchGoesOn(t *testing.T) {
	s := simulation.New(80, 12)
	s.Victim(1)
	s.Nondeterministic(0.3)
	ctx, interrupt := context.WithCancel(t.Context())
	o := s.Options(20, 12)
	ended := 0
	o.Told = func(p flaky.Progress) {
		if ended++; ended == 7 {
			interrupt()
		}
	}
	first, err := flaky.Search(ctx, o)
	if !errors.Is(err, context.Canceled) || first.Stopped != flaky.Interrupted || len(first.Runs) < 7 || len(first.Runs) > 9 {
		t.Fatalf("after an interrupt there are %d runs, %s, %v", len(first.Runs), first.Stopped, err)
	}
	o.Past, o.Told = first.Runs, nil
	second := search(t, o)
	names := map[string]bool{}
	for _, run := range second.Runs {
		names[run.Name] = true
	}
	if len(second.Runs) != 20 || len(names) != 20 {
		t.Errorf("there are %d runs of %d orders, want 20", len(second.Runs), len(names))
	}
	if want := 80 * (20 - len(first.Runs)); second.Explored < want || second.Explored > want+80 { // one of them runs each test twice
		t.Errorf("%d tests were run in orders, want %d", second.Explored, want)
	}
}

// Tests that are gone are left out of the past, and its failures are looked into.
func TestOrdinaryRunsAreEvidence(t *testing.T) {
	s := simulation.New(40, 13)
	flake := s.Nondeterministic(0.3)
	run := flaky.Run{Kind: flaky.Ordinary, Name: "3f2", Trial: suite.Trial{Order: suite.Order{"gone", "t0001", flake}}}
	for i, id := range run.Trial.Order {
		a := suite.Attempt{Test: id, Outcome: suite.Fail, Worker: 1 + i%2}
		if id == "t0001" {
			a.Outcome = suite.Pass
		}
		run.Attempts = append(run.Attempts, a)
	}
	o := s.Options(1, 13)
	o.Past = []flaky.Run{run}
	r := search(t, o)
	if len(r.Flaky) != 1 || r.Flaky[0].Kind != flaky.Nondeterministic || r.Flaky[0].InCI.Failed == 0 {
		t.Errorf("flaky are %+v, want %s", r.Flaky, flake)
	}
	if r.Suite.Runs != 2 {
		t.Errorf("Suite = %+v, want two runs", r.Suite)
	}
}

func TestSearchStopsWhenItIsPreciseEnough(t *testing.T) {
	s := simulation.New(20, 14)
	s.Nondeterministic(0.3)
	o := s.Options(0, 14)
	o.Until = flaky.Until{Bound: 0.05, Width: 0.3}
	r := search(t, o)
	if r.Stopped != flaky.Enough || r.Steady.One > 0.05 {
		t.Errorf("stopped: %s, with %+v", r.Stopped, r.Steady)
	}
	if i := r.Flaky[0].Rate; i.High-i.Low > 0.3 || i.Low > 0.3 || i.High < 0.3 {
		t.Errorf("the rate is in %v", i)
	}
}

// A share of the budget is kept for saying why.
func TestBudgetLeavesTimeForReplays(t *testing.T) {
	s := simulation.New(60, 15)
	s.Victim(0)
	var mu sync.Mutex
	now := time.Unix(0, 0)
	o := s.Options(0, 15)
	o.Workers, o.Budget = 1, 20*time.Minute
	o.Now = func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	o.Plain.Probe = func(ctx context.Context, t suite.Trial) ([]suite.Attempt, error) {
		mu.Lock()
		now = now.Add(time.Duration(len(t.Order)) * time.Second)
		mu.Unlock()
		return s.Probe(ctx, t)
	}
	r := search(t, o)
	if r.Stopped != flaky.OutOfTime || r.Took > 20*time.Minute || len(r.Runs) < 8 || len(r.Runs) > 12 {
		t.Errorf("stopped: %s, after %d runs in %v", r.Stopped, len(r.Runs), r.Took)
	}
	if len(r.Flaky) != 1 || r.Flaky[0].Kind != flaky.OrderDependent {
		t.Errorf("flaky are %+v", r.Flaky)
	}
}

// What had not begun when its process died counts for nothing.
func TestTestsThatDidNotRunCountForNothing(t *testing.T) {
	s := simulation.New(30, 16)
	o := s.Options(6, 16)
	dead := s.Tests[10].ID
	o.Plain.Probe = func(ctx context.Context, t suite.Trial) ([]suite.Attempt, error) {
		attempts, err := s.Probe(ctx, t)
		for i := range attempts {
			if attempts[i].Test == dead {
				attempts[i] = suite.Attempt{Test: dead, Outcome: suite.Crash, Failure: "exit status 3"}
				for j := i + 1; j < len(attempts); j++ {
					attempts[j] = suite.Attempt{}
				}
				break
			}
		}
		return attempts, err
	}
	r := search(t, o)
	if len(r.Flaky) != 1 || r.Flaky[0].Test != dead || r.Flaky[0].Kind != flaky.AlwaysFails {
		t.Errorf("flaky are %+v, want %s only, which always fails", r.Flaky, dead)
	}
}

func TestErrorsOfTheProbeEndTheSearch(t *testing.T) {
	s := simulation.New(30, 17)
	o := s.Options(20, 17)
	full := errors.New("no space left for clones")
	o.Plain.Probe = func(context.Context, suite.Trial) ([]suite.Attempt, error) { return nil, full }
	if _, err := flaky.Search(t.Context(), o); !errors.Is(err, full) {
		t.Errorf("Search = %v, want %v", err, full)
	}
}

// Who interrupts a search is told what is known, whatever a probe makes of it.
func TestAnInterruptedSearchTellsWhatItKnows(t *testing.T) {
	for name, of := range map[string]func(context.Context) error{
		"the context's error": func(ctx context.Context) error { return ctx.Err() },
		"another":             func(context.Context) error { return errors.New("interrupted") },
	} {
		s := simulation.New(20, 1)
		id := s.Nondeterministic(.9)
		o := s.Options(20, 1)
		ctx, cancel := context.WithCancel(t.Context())
		ran, probe := atomic.Int32{}, o.Plain.Probe
		o.Workers = 1
		o.Plain.Probe = func(ctx context.Context, trial suite.Trial) ([]suite.Attempt, error) {
			if ran.Add(1) > 4 {
				cancel()
				return nil, of(ctx)
			}
			return probe(ctx, trial)
		}
		r, err := flaky.Search(ctx, o)
		if err == nil || len(r.Runs) != 4 || r.Stopped != flaky.Interrupted {
			t.Errorf("%s: %d runs, stopped since %q, error %v, want 4 runs and an interrupt", name, len(r.Runs), r.Stopped, err)
		}
		if kind := resultOf(r, id).Kind; kind != flaky.Undecided {
			t.Errorf("%s: the test that failed is %q, want it undecided", name, kind)
		}
	}
}

// Tests of a later kind never come before those of an earlier one: what fails in every order
// may pass alone.
func TestWhatFailsOfATestOfAnEarlierKindIsNoTestThatAlwaysFails(t *testing.T) {
	var tests []suite.Test
	for i := range 24 {
		kind := suite.Kind("test")
		if i >= 16 {
			kind = "transaction"
		}
		tests = append(tests, suite.Test{ID: suite.ID(fmt.Sprint("t", i)), Kind: kind})
	}
	const polluter, victim, broken = "t3", "t20", "t22"
	probe := func(_ context.Context, trial suite.Trial) ([]suite.Attempt, error) {
		polluted := false
		var attempts []suite.Attempt
		for _, id := range trial.Order {
			a := suite.Attempt{Test: id, Outcome: suite.Pass}
			if id == victim && polluted || id == broken {
				a.Outcome, a.Failure = suite.Fail, "it is dirty"
			}
			polluted = polluted || id == polluter
			attempts = append(attempts, a)
		}
		return attempts, nil
	}
	r := search(t, flaky.Options{Tests: tests, Plain: flaky.Condition{Probe: probe}, Workers: 2, Runs: 8, Alpha: 0.001, Seed: 7, Now: time.Now})
	if got := resultOf(r, victim); got.Kind != flaky.OrderDependent || !slices.Equal(got.By, suite.Order{polluter}) {
		t.Errorf("%s is %s by %v, want by %s", victim, got.Kind, got.By, polluter)
	}
	if got := resultOf(r, broken); got.Kind != flaky.AlwaysFails {
		t.Errorf("%s is %s", broken, got.Kind)
	}
}
