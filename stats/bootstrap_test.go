package stats_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/stats"
)

// runs of so many rounds, whose own means vary by between, and rounds by within.
func runs(random *rand.Rand, count, rounds int, mean, between, within float64) (all [][]float64) {
	for _, m := range normals(random, count, mean, between) {
		all = append(all, normals(random, rounds, m, within))
	}
	return all
}

// Where rounds are alike, all that varies is runs, and the bootstrap of their mean has
// a formula, which is Welch's.
func TestBootstrapOfRoundsThatAreAlikeIsWelchs(t *testing.T) {
	a, b := [][]float64{{1, 1, 1}, {2}, {4, 4}}, [][]float64{{9}, {5, 5}, {6}, {8, 8, 8}}
	got := stats.Bootstrap(a, b, 20_000, rand.New(rand.NewPCG(5, 5)))
	want := stats.Welch([]float64{1, 2, 4}, []float64{9, 5, 6, 8})
	if got.Mean != want.Mean || got.Freedom != want.Freedom || !near(got.Error, want.Error, 0.02*want.Error) {
		t.Errorf("Bootstrap = %+v, want %+v", got, want)
	}
}

// Where runs are alike, all that varies is rounds. The variance of the median of n
// normal values is π/2n; that of a resample's is as much, within what 100 runs of
// 101 rounds tell.
func TestBootstrapOfRunsThatAreAlikeHasTheErrorOfMedians(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for name, rounds := range map[string]int{"odd": 101, "even": 100} {
		t.Run(name, func(t *testing.T) {
			got := stats.Bootstrap(runs(random, 100, rounds, 0, 0, 1), runs(random, 100, rounds, 0, 0, 1), 2000, random)
			want := math.Sqrt(2 * math.Pi / 2 / float64(rounds) / 100)
			if !near(got.Error, want, 0.15*want) {
				t.Errorf("error %.4f, want about %.4f", got.Error, want)
			}
		})
	}
}

// The few medians that resamples of a few values have are drawn as often as they
// come up among all resamples.
func TestResampledMediansAreDrawnAsOftenAsTheyComeUp(t *testing.T) {
	for name, x := range map[string][]float64{"odd": {1, 2, 4}, "even": {1, 2, 4, 8}} {
		t.Run(name, func(t *testing.T) {
			all := medians(x, len(x))
			var mean, square float64
			for _, m := range all {
				mean += m / float64(len(all))
				square += m * m / float64(len(all))
			}
			again := [][]float64{x, x} // which differ by rounds alone
			got := stats.Bootstrap(again, again, 40_000, rand.New(rand.NewPCG(7, 7))).Error
			if want := math.Sqrt(square - mean*mean); !near(got, want, 0.02*want) { // of four draws by two, twice
				t.Errorf("error %.4f, want %.4f", got, want)
			}
		})
	}
}

// medians of all resamples of x, so many left to be drawn.
func medians(x []float64, left int, drawn ...float64) (all []float64) {
	if left == 0 {
		return []float64{stats.Median(drawn)}
	}
	for _, v := range x {
		all = append(all, medians(x, left-1, append(slices.Clone(drawn), v)...)...)
	}
	return all
}

// Of 500 comparisons of five runs a side, at most 7 % see a difference that isn't
// there, whether it is runs that vary, or rounds, or both.
func TestBootstrapOfFiveRunsIsCalibrated(t *testing.T) {
	for name, tt := range map[string]struct{ between, within float64 }{
		"runs vary": {1, 0.1}, "rounds vary": {0.01, 1}, "both vary": {0.3, 1},
	} {
		for way, estimate := range map[string]func(a, b [][]float64, resamples int, random *rand.Rand) stats.Difference{
			"sides": stats.Bootstrap, "pairs": stats.BootstrapPairs,
		} {
			t.Run(name+", "+way, func(t *testing.T) {
				random := rand.New(rand.NewPCG(8, 9))
				wrong := 0
				for range 500 {
					a, b := runs(random, 5, 12, 0, tt.between, tt.within), runs(random, 5, 12, 0, tt.between, tt.within)
					if i := estimate(a, b, 100, random).Interval(0.95); i.Low > 0 || i.High < 0 {
						wrong++
					}
				}
				if wrong > 35 {
					t.Errorf("%d differences of 500 weren't there", wrong)
				}
			})
		}
	}
}

func TestBootstrapSaysTheSameOfTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := [][]float64{values(t, "a1", 3), values(t, "a2", 4)}, [][]float64{values(t, "b1", 2), values(t, "b2", 1)}
		seeded := func() *rand.Rand { return rand.New(rand.NewPCG(1, 1)) }
		if one, other := stats.Bootstrap(a, b, 50, seeded()), stats.Bootstrap(a, b, 50, seeded()); one != other {
			t.Errorf("%+v, and then %+v", one, other)
		}
		if one, other := stats.BootstrapPairs(a, b, 50, seeded()), stats.BootstrapPairs(b, a, 50, seeded()); one.Mean != -other.Mean {
			t.Errorf("%+v one way, %+v the other", one, other)
		}
	})
}
