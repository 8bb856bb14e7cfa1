package bisect_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/bisect/simulation"
	"github.com/ptr-project/ptr/suite"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// search searches a case on so many workers.
func search(ctx context.Context, c simulation.Case, workers int, seed uint64) (bisect.Finding, error) {
	return bisect.Search(ctx, c.Options(workers, 1, 0, seed))
}

func TestEveryKindOfFailureIsExplained(t *testing.T) {
	for _, maker := range simulation.Makers() {
		t.Run(maker.Name, func(t *testing.T) {
			const suites = 18
			right := 0
			for seed := range uint64(suites) {
				c := maker.Make([]int{5, 40, 150}[seed%3], seed)
				f, err := search(t.Context(), c, 2+6*int(seed%2), seed)
				if err != nil {
					t.Fatal(err)
				}
				switch c.Judge(f) {
				case simulation.Right:
					right++
				case simulation.Wrong:
					t.Errorf("suite %d, of kind %q, with %v and %v: %+v", seed, c.Kind, c.Causes, c.Among, f)
				}
			}
			if right < suites-1 {
				t.Errorf("%d of %d are right", right, suites)
			}
		})
	}
}

// One polluter, wherever it is, among however many tests, for however many workers.
func TestAPolluterIsFound(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(rt, "tests")
		workers := rapid.IntRange(1, 9).Draw(rt, "workers")
		c := simulation.Makers()[0].Make(n, rapid.Uint64().Draw(rt, "seed"))
		f, err := search(t.Context(), c, workers, 1)
		if err != nil {
			rt.Fatal(err)
		}
		if n > 1 && c.Judge(f) != simulation.Right {
			rt.Fatalf("of %v it found %+v", c.Causes, f)
		}
	})
}

func TestAnotherFailureIsNotTheOneThatIsLookedFor(t *testing.T) {
	s := simulation.New(40, 1)
	polluter, other := s.Order[30], s.Order[10]
	probe := func(_ context.Context, trial suite.Trial) ([]suite.Attempt, error) {
		attempts := make([]suite.Attempt, len(trial.Order))
		for i, id := range trial.Order {
			attempts[i] = suite.Attempt{Test: id, Outcome: suite.Pass}
			before := trial.Order[:i]
			switch {
			case id != s.Victim:
			case slices.Contains(before, polluter):
				attempts[i].Outcome, attempts[i].Failure = suite.Fail, "3 rows are left"
			case slices.Contains(before, other):
				attempts[i].Outcome, attempts[i].Failure = suite.Fail, "the port is in use"
			}
		}
		return attempts, nil
	}
	f, err := bisect.Search(t.Context(), bisect.Options{
		Probe: probe, Workers: 4, Victim: s.Victim, Order: s.Order, Alpha: 0.001,
		Known: suite.SignatureOf(suite.Attempt{Outcome: suite.Fail, Failure: "5 rows are left"}),
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Causes) != 1 || !slices.Equal(f.Causes[0].Tests, []suite.ID{polluter}) {
		t.Errorf("it found %+v, want %s", f.Causes, polluter)
	}
	if len(f.Unresolved) != 1 || f.Unresolved[0].Failure != "the port is in use" {
		t.Errorf("other failures are %+v", f.Unresolved)
	}
}

func TestSuspectsAreHeardAtOnce(t *testing.T) {
	c := simulation.Makers()[0].Make(500, 7)
	o := c.Options(8, 1, 0, 7)
	o.Suspects = []suite.ID{c.Order[3], c.Causes[0][0]}
	f, err := bisect.Search(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if c.Judge(f) != simulation.Right || f.Rounds > 2 || f.Tests > 300 {
		t.Errorf("%d rounds and %d tests gave %+v", f.Rounds, f.Tests, f.Causes)
	}
}

// In this suite t0005 leaves a row, and t0020 and the victim want none; t0030 needs it.
func TestPairsShowWhatATestDoesToOthers(t *testing.T) {
	s := simulation.New(40, 1)
	looked := s.Order[5]
	var ran atomic.Int64
	probe := func(_ context.Context, trial suite.Trial) ([]suite.Attempt, error) {
		ran.Add(int64(len(trial.Order)))
		attempts := make([]suite.Attempt, len(trial.Order))
		for i, id := range trial.Order {
			attempts[i] = suite.Attempt{Test: id, Outcome: suite.Pass}
			left := slices.Contains(trial.Order[:i], looked)
			if id == s.Order[20] && left || id == s.Order[30] && !left || id == looked && slices.Contains(trial.Order[:i], s.Order[12]) {
				attempts[i].Outcome = suite.Fail
			}
		}
		return attempts, nil
	}
	for _, exhaustive := range []bool{false, true} {
		ran.Store(0)
		f, err := bisect.Pair(t.Context(), bisect.Options{Probe: probe, Workers: 4, Victim: looked, Order: s.Order, Alpha: 0.001}, exhaustive)
		if err != nil {
			t.Fatal(err)
		}
		if len(f.By.Causes) != 1 || f.By.Causes[0].Tests[0] != s.Order[12] {
			t.Errorf("it fails after %v, want %v", f.By.Causes, s.Order[12])
		}
		if len(f.Makes) != 2 || f.Makes[0].Test != s.Order[20] || !f.Makes[0].Fails || f.Makes[1].Test != s.Order[30] || f.Makes[1].Fails {
			t.Errorf("it does %+v", f.Makes)
		}
		if f.Tests != int(ran.Load()) {
			t.Errorf("it says that it ran %d tests, and ran %d", f.Tests, ran.Load())
		}
	}
}

func TestCleanersAreNamed(t *testing.T) {
	for seed := range uint64(10) {
		c := simulation.Cleaned(60, seed)
		o := c.Options(3, 1, 0, seed)
		o.Cleaners = true
		f, err := bisect.Search(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Causes) != 1 || !slices.Equal(f.Causes[0].Cleaners, c.Cleaners) {
			t.Errorf("suite %d: %+v, want %v to be undone by %v", seed, f.Causes, c.Causes, c.Cleaners)
		}
	}
}

// In a chain it fails in one way, and in another where it runs once, as in pairs: these
// say nothing then, however many there are.
func TestPairsThatSayNothingComeToAnEnd(t *testing.T) {
	s := simulation.New(20, 1)
	probe := func(_ context.Context, trial suite.Trial) ([]suite.Attempt, error) {
		attempts := make([]suite.Attempt, len(trial.Order))
		for i, id := range trial.Order {
			attempts[i] = suite.Attempt{Test: id, Outcome: suite.Pass}
			if id == s.Victim && slices.Contains(trial.Order[:i], s.Order[7]) {
				attempts[i].Outcome, attempts[i].Failure = suite.Fail, "a row is left"
				if !slices.Contains(trial.Order[:i], s.Victim) {
					attempts[i].Failure = "the table is locked"
				}
			}
		}
		return attempts, nil
	}
	f, err := bisect.Search(t.Context(), bisect.Options{
		Probe: probe, Workers: 2, Victim: s.Victim, Order: s.Order, Alpha: 0.001,
		Known: suite.SignatureOf(suite.Attempt{Outcome: suite.Fail, Failure: "a row is left"}),
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Causes) != 0 || len(f.Unresolved) != 1 {
		t.Errorf("it found %+v", f)
	}
}

// A crash ends a chain: what would have run after it runs again, without the test that
// makes the victim crash.
func TestACrashHidesNothing(t *testing.T) {
	s := simulation.New(40, 1)
	guilty := []suite.ID{s.Order[3], s.Order[7]}
	probe := func(_ context.Context, trial suite.Trial) ([]suite.Attempt, error) {
		attempts := make([]suite.Attempt, len(trial.Order))
		for i, id := range trial.Order {
			attempts[i] = suite.Attempt{Test: id, Outcome: suite.Pass}
			if id == s.Victim && slices.ContainsFunc(guilty, func(g suite.ID) bool { return slices.Contains(trial.Order[:i], g) }) {
				attempts[i].Outcome = suite.Crash
				break
			}
		}
		return attempts, nil
	}
	f, err := bisect.Search(t.Context(), bisect.Options{Probe: probe, Workers: 2, Victim: s.Victim, Order: s.Order, Alpha: 0.001})
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Causes) != 2 {
		t.Errorf("it found %+v, want both of %v", f.Causes, guilty)
	}
}

func TestAnErrorOfTheProbeEndsTheSearch(t *testing.T) {
	broken := errors.New("the disk is full")
	_, err := bisect.Search(t.Context(), bisect.Options{
		Probe:   func(context.Context, suite.Trial) ([]suite.Attempt, error) { return nil, broken },
		Workers: 2, Victim: "v", Order: suite.Order{"a", "b"}, Alpha: 0.001,
	})
	if !errors.Is(err, broken) {
		t.Errorf("Search = %v, want %v", err, broken)
	}
}

// What is said of the rounds that are left comes true where all goes well.
func TestTheRoundsThatAreLeftAreTold(t *testing.T) {
	c := simulation.Makers()[0].Make(500, 7)
	o := c.Options(8, 1, 0, 7)
	var left []int
	o.Told = func(r bisect.Round) {
		if r.Result == "" {
			left = append(left, r.Left)
		}
	}
	if _, err := bisect.Search(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if want := []int{2, 1, 0}; !slices.Equal(left, want) {
		t.Errorf("%v rounds were said to be left, want %v", left, want)
	}
}

// A victim that ends its process each time leaves nothing to be seen behind it.
func TestAVictimThatAlwaysCrashesComesToAnEnd(t *testing.T) {
	s := simulation.New(20, 1)
	probe := func(_ context.Context, trial suite.Trial) ([]suite.Attempt, error) {
		attempts := make([]suite.Attempt, len(trial.Order))
		for i, id := range trial.Order {
			attempts[i] = suite.Attempt{Test: id, Outcome: suite.Pass}
			if id == s.Victim {
				attempts[i].Outcome = suite.Crash
				break
			}
		}
		return attempts, nil
	}
	f, err := bisect.Search(t.Context(), bisect.Options{Probe: probe, Workers: 2, Victim: s.Victim, Order: s.Order, Alpha: 0.001})
	if err != nil {
		t.Fatal(err)
	}
	if f.Kind != bisect.AlwaysFails {
		t.Errorf("it found %+v", f)
	}
}

func TestAnInterruptedSearchFindsNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	trials := 0
	probe := func(_ context.Context, trial suite.Trial) ([]suite.Attempt, error) {
		if trials++; trials == 3 {
			cancel()
		}
		all := make([]suite.Attempt, len(trial.Order))
		for i, id := range trial.Order {
			all[i] = suite.Attempt{Test: id, Outcome: suite.Pass}
		}
		return all, nil
	}
	f, err := bisect.Search(ctx, bisect.Options{Probe: probe, Workers: 1, Victim: "v", Order: suite.Order{"a", "b"}, Alpha: 0.001})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Search = %s, %v, want that it was canceled", f.Kind, err)
	}
}

// Of what other workers ran two are needed, and no others.
func TestNeighboursThatAreNeededTogetherAreTheFewest(t *testing.T) {
	for seed := range uint64(20) {
		s := simulation.New(60, seed)
		two := s.Some(2)
		beside := s.Order
		s.Order = nil
		s.Fails = func(p *simulation.Process) bool { return p.Beside[two[0]] && p.Beside[two[1]] }
		c := simulation.Case{Suite: s}
		o := c.Options(4, 1, 0, seed)
		o.Order, o.Beside = suite.Order{"other"}, []suite.Order{beside[:30], beside[30:]}
		f, err := bisect.Search(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if f.Kind != bisect.NeedsNeighbours || len(f.Causes) != 1 || !slices.Equal(f.Causes[0].Tests, two) {
			t.Errorf("suite %d: %s %+v, want %v", seed, f.Kind, f.Causes, two)
		}
	}
}
