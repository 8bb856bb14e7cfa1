package bisect_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/bisect/simulation"
	"github.com/ptr-project/ptr/suite"
)

// However many are needed together, of whatever kinds, wherever they are and whatever tests
// cost, just these are named.
func TestTheSmallestSetIsFoundWhereTheVictimRunsOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(2, 60).Draw(rt, "tests")
		s := simulation.New(n, rapid.Uint64().Draw(rt, "seed"))
		needed := s.Some(rapid.IntRange(1, 4).Draw(rt, "needed"))
		s.Fails = func(p *simulation.Process) bool { return p.After(needed...) }
		o := simulation.Case{Suite: s}.Options(rapid.IntRange(1, 9).Draw(rt, "workers"), 1, rapid.Float64Range(0, 50).Draw(rt, "start"), 1)
		o.Earlier, o.Order = o.Order[:n-1], o.Order[n-1:]
		o.Cost = func(id suite.ID) time.Duration { return time.Duration(1+int(id[len(id)-1])%7) * time.Millisecond }
		f, err := bisect.Search(t.Context(), o)
		if err != nil {
			rt.Fatal(err)
		}
		if len(f.Causes) != 1 || !slices.Equal(f.Causes[0].Tests, needed) {
			rt.Fatalf("of %v it found %+v", needed, f.Causes)
		}
	})
}

// Two that have the effect together nine times in ten are both named, or nobody is: that it
// passes once does not make an innocent needed.
func TestNoInnocentIsNeededByLuck(t *testing.T) {
	for seed := range uint64(60) {
		s := simulation.New(60, seed)
		two := s.Some(2)
		s.Fails = func(p *simulation.Process) bool { return p.After(two...) && p.Chance(.9) }
		o := simulation.Case{Suite: s}.Options(2+6*int(seed%2), 1, 0, seed)
		o.Earlier, o.Order = o.Order[:30], o.Order[30:]
		f, err := bisect.Search(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range f.Causes {
			if !slices.Equal(slices.Sorted(slices.Values(c.Tests)), two) {
				t.Errorf("suite %d: %v of %d workers, want %v", seed, c.Tests, o.Workers, two)
			}
		}
	}
}

// Two that are needed of 512 of an earlier kind take nine runs of all tests at most, two of
// which show that they fail, and that nobody else is needed.
func TestTwoOfAnEarlierKindTakeFewRuns(t *testing.T) {
	for seed := range uint64(40) {
		s := simulation.New(512, seed)
		two := s.Some(2)
		s.Fails = func(p *simulation.Process) bool { return p.After(two...) }
		o := simulation.Case{Suite: s}.Options(2, 1, 0, seed)
		o.Earlier, o.Order = o.Order[:511], o.Order[511:]
		f, err := bisect.Search(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Causes) != 1 || f.Tests > 9*512 {
			t.Errorf("suite %d: %d test runs for %+v", seed, f.Tests, f.Causes)
		}
	}
}

// Behind two that end their processes nothing can be seen. Who is needed is found without them.
func TestWhatEndsItsProcessIsNotInTheWay(t *testing.T) {
	for seed := range uint64(20) {
		s := simulation.New(40, seed)
		four := s.Some(4)
		two, deadly := []suite.ID{four[0], four[2]}, []suite.ID{four[1], four[3]}
		o := simulation.Case{Suite: s}.Options(1+int(seed%8), 1, 0, seed)
		o.Earlier, o.Order = o.Order[:39], o.Order[39:]
		o.Probe = func(_ context.Context, trial suite.Trial) ([]suite.Attempt, error) {
			attempts := make([]suite.Attempt, len(trial.Order))
			for i, id := range trial.Order {
				before := trial.Order[:i]
				attempts[i] = suite.Attempt{Test: id, Outcome: suite.Pass}
				switch {
				case slices.Contains(deadly, id):
					attempts[i].Outcome = suite.Crash
					return attempts, nil
				case id == s.Victim && slices.Contains(before, two[0]) && slices.Contains(before, two[1]):
					attempts[i].Outcome = suite.Fail
				}
			}
			return attempts, nil
		}
		f, err := bisect.Search(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Causes) != 1 || !slices.Equal(f.Causes[0].Tests, two) {
			t.Errorf("suite %d: %s %+v, want %v without %v", seed, f.Kind, f.Causes, two, deadly)
		}
	}
}
