package flaky_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/flaky/simulation"
	"github.com/ptr-project/ptr/suite"
)

// dealing are options of a search that can fix what luck deals: its n-th deal makes tests
// end as ends says, which is told their outcome by chance.
func dealing(s *simulation.Suite, seed uint64, ends func(n int, o suite.Outcome) suite.Outcome) flaky.Options {
	o := s.Options(20, seed)
	plain := o.Plain.Probe
	o.Dealt = func(n int) flaky.Condition {
		return flaky.Condition{Name: fmt.Sprintf("seed=%d", n), Probe: func(ctx context.Context, t suite.Trial) ([]suite.Attempt, error) {
			attempts, err := plain(ctx, t)
			for i, a := range attempts {
				attempts[i].Outcome = ends(n, a.Outcome)
			}
			return attempts, err
		}}
	}
	return o
}

func TestWhatDecidesWhichLuckDealsIsNamed(t *testing.T) {
	for seed := range uint64(20) {
		s := simulation.New(50, seed)
		id := s.Nondeterministic(.2)
		got := resultOf(search(t, dealing(s, seed, func(n int, _ suite.Outcome) suite.Outcome {
			if n%5 == 3 {
				return suite.Fail
			}
			return suite.Pass
		})), id)
		if got.Alone.Failed == 0 {
			continue // it was not seen to fail alone
		}
		if got.Kind != flaky.Nondeterministic || got.Condition != "seed=3" || got.EValue < 1000 || got.Hits.Passed > 0 {
			t.Errorf("seed %d: %s, %q, %+v: %s", seed, got.Kind, got.Condition, got.Hits, got.Why)
		}
	}
}

func TestLuckThatNothingDecidesIsOnNobody(t *testing.T) {
	for seed := range uint64(200) {
		s := simulation.New(50, seed)
		id := s.Nondeterministic(.4)
		got := resultOf(search(t, dealing(s, seed, func(_ int, o suite.Outcome) suite.Outcome { return o })), id)
		if got.Kind != flaky.Nondeterministic || got.Condition != "" || got.EValue > 0 {
			t.Errorf("seed %d: %s, %q: %s", seed, got.Kind, got.Condition, got.Why)
		}
	}
}
