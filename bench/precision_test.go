package bench_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/ptr-project/ptr/bench"
)

// noisy is an arm whose times vary by a share of 100 ms, either way.
func noisy(share float64) bench.Arm {
	random := rand.New(rand.NewPCG(1, 1))
	return bench.Arm{Name: "noisy", Run: func(context.Context) (bench.Sample, error) {
		return bench.Sample{Wall: time.Duration((1 + share*(2*random.Float64()-1)) * float64(100*time.Millisecond))}, nil
	}}
}

func TestTheNoisierTheMoreRounds(t *testing.T) {
	rounds := func(arms ...bench.Arm) int {
		n, err := bench.Rounds(t.Context(), arms, 0.05, 300, 1, nil)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	steady, some, much := rounds(noisy(0)), rounds(noisy(0), noisy(0.2)), rounds(noisy(0), noisy(0.35))
	if steady != 6 || some <= steady || much <= some || much >= 300 {
		t.Errorf("%d, %d and %d rounds, want 6, more and still more", steady, some, much)
	}
	if never := rounds(noisy(0.99)); never > 300 {
		t.Errorf("%d rounds, want 300 at most", never)
	}
}

func TestRoundsOfAnArmThatFailsAreAnError(t *testing.T) {
	full := errors.New("disk full")
	arm := bench.Arm{Name: "copy", Run: func(context.Context) (bench.Sample, error) { return bench.Sample{}, full }}
	if _, err := bench.Rounds(t.Context(), []bench.Arm{arm}, 0.05, 12, 1, nil); !errors.Is(err, full) {
		t.Errorf("error %v", err)
	}
}
