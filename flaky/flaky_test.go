package flaky_test

import (
	"testing"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/flaky/simulation"
	"github.com/ptr-project/ptr/suite"
)

// resultOf is what a report says of a test; its kind is "" if it never failed.
func resultOf(r flaky.Report, id suite.ID) flaky.Result {
	for _, f := range r.Flaky {
		if f.Test == id {
			return f
		}
	}
	return flaky.Result{}
}

func TestEveryKindIsNamed(t *testing.T) {
	for _, maker := range simulation.Makers() {
		t.Run(maker.Name, func(t *testing.T) {
			failed, right := 0, 0
			for seed := range uint64(20) {
				s := simulation.New(60, seed)
				id := maker.Plant(s)
				r, err := flaky.Search(t.Context(), s.Options(20, seed))
				if err != nil {
					t.Fatal(err)
				}
				got := resultOf(r, id)
				if got.Kind == "" {
					continue
				}
				failed++
				if got.Kind == s.Truth[id] {
					right++
				} else {
					t.Logf("seed %d: %s, want %s: %s", seed, got.Kind, s.Truth[id], got.Why)
				}
			}
			if failed < 6 || 20*right < 19*failed {
				t.Errorf("%d of %d that failed were named rightly", right, failed)
			}
		})
	}
}
