package flaky_test

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/flaky/simulation"
	"github.com/ptr-project/ptr/suite"
)

// hatched are options of a search some of whose trials run in forked processes, in which
// tests end as ends says of the last of each.
func hatched(s *simulation.Suite, seed uint64, ends func(t suite.Trial, a suite.Attempt) suite.Outcome) (o flaky.Options, forked, anew *atomic.Int64) {
	o, forked, anew = s.Options(20, seed), new(atomic.Int64), new(atomic.Int64)
	o.Hatched = true
	plain := o.Plain.Probe
	o.Plain.Probe = func(ctx context.Context, t suite.Trial) ([]suite.Attempt, error) {
		attempts, err := plain(ctx, t)
		if t.Anew || err != nil {
			anew.Add(1)
			return attempts, err
		}
		forked.Add(1)
		last := &attempts[len(attempts)-1]
		last.Outcome = ends(t, *last)
		return attempts, nil
	}
	return o, forked, anew
}

func asItDoes(_ suite.Trial, a suite.Attempt) suite.Outcome { return a.Outcome }

func TestForkedProcessesTakeMostOfASearchAndFindTheSame(t *testing.T) {
	for seed := range uint64(20) {
		s := simulation.New(100, seed)
		victim := s.Victim(0)
		polluter := s.Conflicts[0].Writer
		o, forked, anew := hatched(s, seed, asItDoes)
		got := resultOf(search(t, o), victim)
		if got.Kind != flaky.OrderDependent || !slices.Equal(got.By, suite.Order{polluter}) {
			t.Errorf("seed %d: %s is %s by %v: %s", seed, victim, got.Kind, got.By, got.Why)
		}
		if replays := anew.Load() - 20; forked.Load() < replays {
			t.Errorf("seed %d: %d replays were forked, and %d were not", seed, forked.Load(), replays)
		}
	}
}

func TestWhatForkedProcessesDoNotShowIsFoundWithout(t *testing.T) {
	for seed := range uint64(20) {
		s := simulation.New(100, seed)
		victim := s.Victim(0)
		o, _, _ := hatched(s, seed, func(suite.Trial, suite.Attempt) suite.Outcome { return suite.Pass })
		if got := resultOf(search(t, o), victim); got.Kind != flaky.OrderDependent || len(got.By) != 1 {
			t.Errorf("seed %d: %s is %s by %v: %s", seed, victim, got.Kind, got.By, got.Why)
		}
	}
}

// What a module does when it is imported has been done in forked processes.
func TestWhatForkedProcessesAlwaysShowIsFoundWithout(t *testing.T) {
	for seed := range uint64(20) {
		s := simulation.New(100, seed)
		victim := s.Victim(0)
		o, _, _ := hatched(s, seed, func(_ suite.Trial, a suite.Attempt) suite.Outcome {
			if a.Test == victim {
				return suite.Fail
			}
			return a.Outcome
		})
		if got := resultOf(search(t, o), victim); got.Kind != flaky.OrderDependent || len(got.By) != 1 {
			t.Errorf("seed %d: %s is %s by %v: %s", seed, victim, got.Kind, got.By, got.Why)
		}
	}
}

func TestWhatOnlyForkedProcessesShowIsNotSaid(t *testing.T) {
	for seed := range uint64(200) {
		s := simulation.New(60, seed)
		chance := s.Nondeterministic(.5)
		blamed := s.Tests[int(seed)%60].ID
		o, _, _ := hatched(s, seed, func(t suite.Trial, a suite.Attempt) suite.Outcome {
			if slices.Contains(t.Order, blamed) && a.Test == chance {
				return suite.Fail
			}
			return suite.Pass
		})
		if got := resultOf(search(t, o), chance); got.Kind != flaky.Nondeterministic {
			t.Errorf("seed %d: a test that fails by chance is %s by %v: %s", seed, got.Kind, got.By, got.Why)
		}
	}
}
