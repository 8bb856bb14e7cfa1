package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Disasters in British coal mines, 1851 to 1962, by R. Jarrett, Biometrika 66 (1979) 191–193.
// The rate changes after 41 years, as in B. Carlin, A. Gelfand and A. Smith, Applied Statistics
// 41 (1992) 389–405.
func TestChangePointOfCoalMines(t *testing.T) {
	disasters := []int{
		4, 5, 4, 1, 0, 4, 3, 4, 0, 6, 3, 3, 4, 0, 2, 6, 3, 3, 5, 4, 5, 3, 1, 4, 4, 1, 5, 5, 3, 4, 2, 5, 2, 2, 3, 4, 2, 1, 3, 2, 2,
		1, 1, 1, 1, 3, 0, 0, 1, 0, 1, 1, 0, 0, 3, 1, 0, 3, 2, 2, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 2, 1, 0, 0, 0, 1, 1, 0, 2, 3, 3,
		1, 1, 2, 1, 1, 1, 1, 2, 4, 2, 0, 0, 0, 1, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1,
	}
	var years []Tally
	sum := 0
	for _, n := range disasters {
		years = append(years, Tally{n, 365})
		sum += n
	}
	if len(years) != 112 || sum != 191 {
		t.Fatalf("there are %d years and %d disasters, want 112 and 191", len(years), sum)
	}
	if got := ChangePoints(years); !slices.Equal(got, []int{41}) {
		t.Errorf("ChangePoints = %v, want after 41 years", got)
	}
}

// It is the best of all ways to cut the series.
func TestChangePointsAreTheBest(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(rt, "n")
		tallies := make([]Tally, n)
		for i := range tallies {
			tallies[i].Trials = rapid.IntRange(0, 30).Draw(rt, "trials")
			tallies[i].Events = rapid.IntRange(0, tallies[i].Trials).Draw(rt, "events")
		}
		value := func(cuts []int) float64 {
			sum, begin := 0.0, 0
			for _, end := range append(slices.Clone(cuts), n) {
				k, of := 0, 0
				for _, t := range tallies[begin:end] {
					k, of = k+t.Events, of+t.Trials
				}
				sum += logLikelihood(k, of) - changeCosts(n)
				begin = end
			}
			return sum
		}
		best := math.Inf(-1)
		for set := range 1 << (n - 1) {
			var cuts []int
			for i := 1; i < n; i++ {
				if set&(1<<(i-1)) != 0 {
					cuts = append(cuts, i)
				}
			}
			best = max(best, value(cuts))
		}
		if got := ChangePoints(tallies); value(got) < best-1e-9 {
			rt.Fatalf("ChangePoints = %v is worth %v, and the best is %v", got, value(got), best)
		}
	})
}

func TestSteadyRatesDoNotChange(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 8))
	for _, rate := range []float64{0.02, 0.3} {
		for _, n := range []int{20, 200} {
			const series = 100
			wrong := 0
			for range series {
				tallies := make([]Tally, n)
				for i := range tallies {
					tallies[i].Trials = 3
					for range 3 {
						if random.Float64() < rate {
							tallies[i].Events++
						}
					}
				}
				if len(ChangePoints(tallies)) > 0 {
					wrong++
				}
			}
			if share := float64(wrong) / series; share > 0.05 {
				t.Errorf("at rate %v a change is found in %.3f of series of %d", rate, share, n)
			}
		}
	}
}
