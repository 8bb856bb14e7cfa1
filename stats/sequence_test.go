package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// The rate is in all intervals of a series of trials at once.
func TestConfidenceSequenceCoversAtAllTimes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, rate := range []float64{0.02, 0.1, 0.5} {
		const series = 800
		missed := 0
		for range series {
			k := 0
			for n := 1; n <= 300; n++ {
				if random.Float64() < rate {
					k++
				}
				// The ends need not be looked for: is the rate likely enough?
				if !inSequence(k, n, rate) {
					missed++
					break
				}
			}
		}
		if share := float64(missed) / series; share > 0.05 {
			t.Errorf("at rate %v, %.3f of the series leave their intervals at some time, want 0.05 at most", rate, share)
		}
	}
}

func inSequence(k, n int, rate float64) bool {
	ratio := logBeta(float64(k)+0.5, float64(n-k)+0.5) - math.Log(math.Pi)
	ratio -= float64(k)*math.Log(rate) + float64(n-k)*math.Log(1-rate)
	return ratio < math.Log(1/0.05)
}

func TestConfidenceSequenceIsWiderThanWhatIsLookedAtOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 2000).Draw(rt, "n")
		k := rapid.IntRange(0, n).Draw(rt, "k")
		i, once := ConfidenceSequence(k, n, 0.95), Jeffreys(k, n, 0.95)
		if i.Low > once.Low || i.High < once.High {
			rt.Fatalf("ConfidenceSequence(%d, %d) = %v, and Jeffreys %v", k, n, i, once)
		}
		const little = 1e-9
		if i.Low > little && inSequence(k, n, i.Low-little) || i.High < 1-little && inSequence(k, n, i.High+little) {
			rt.Fatalf("the interval %v of %d in %d ends too early", i, k, n)
		}
	})
}

// By hand: after n trials without an event the mixture's likelihood is
// Γ(n+½)/(Γ(½)·n!), which for n = 1 is ½; so that (1-p) is at least 0.05/2.
func TestConfidenceSequenceAfterOneTrial(t *testing.T) {
	if got := ConfidenceSequence(0, 1, 0.95).High; math.Abs(got-0.975) > 1e-9 {
		t.Errorf("upper end after one trial = %v, want 0.975", got)
	}
	if got := ConfidenceSequence(0, 0, 0.95); got != (Interval{0, 1}) {
		t.Errorf("interval of no trials = %v", got)
	}
}
