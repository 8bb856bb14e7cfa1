package stats_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/stats"
)

// sleep is Student's data, hours of sleep gained by ten patients, which R has by
// that name.
func sleep() (one, other []float64) {
	return []float64{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0},
		[]float64{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4}
}

func near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance }

// The values are what the manual of R prints for t.test with these data, with
// signs changed: R subtracts the other way around.
func TestDifferencesAreThoseOfR(t *testing.T) {
	one, other := sleep()
	tests := map[string]struct {
		got       stats.Difference
		t, free   float64
		low, high float64
	}{
		"Welch":  {stats.Welch(one, other), 1.8608, 17.776, -0.2054832, 3.3654832},
		"Paired": {stats.Paired(one, other), 4.0621, 9, 0.7001142, 2.4598858},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tt.got; !near(got.Mean, 1.58, 1e-9) || !near(got.Mean/got.Error, tt.t, 5e-5) || !near(got.Freedom, tt.free, 5e-4) {
				t.Errorf("%+v, t = %.5f, want 1.58, t = %v with %v degrees", got, got.Mean/got.Error, tt.t, tt.free)
			}
			if i := tt.got.Interval(0.95); !near(i.Low, tt.low, 1e-6) || !near(i.High, tt.high, 1e-6) {
				t.Errorf("interval %v, want %v – %v", i, tt.low, tt.high)
			}
		})
	}
}

// Bloom's multiplier for a two-sided test at 5 % with power of 80 % is 2.80.
func TestDetectableHasThePublishedMultiplier(t *testing.T) {
	d := stats.Difference{Error: 1, Freedom: 1e9}
	if got := d.Detectable(0.95, 0.8); !near(got, 2.80, 0.005) {
		t.Errorf("Detectable = %.4f, want 2.80", got)
	}
}

func normals(random *rand.Rand, n int, mean, deviation float64) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = mean + deviation*random.NormFloat64()
	}
	return x
}

// Of 4,000 comparisons of five values with five, of another variance, at most 6 %
// see a difference that isn't there, and four of five the one that is Detectable.
func TestWhatIsDetectableIsDetected(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 3))
	const times = 4000
	variance := (1 + 1.5*1.5) / 5.0
	free := variance * variance / ((1 + 1.5*1.5*1.5*1.5) / 25 / 4)
	size := stats.Difference{Error: math.Sqrt(variance), Freedom: free}.Detectable(0.95, 0.8)
	wrong, found := 0, 0
	for range times {
		same := stats.Welch(normals(random, 5, 0, 1), normals(random, 5, 0, 1.5)).Interval(0.95)
		if same.Low > 0 || same.High < 0 {
			wrong++
		}
		if stats.Welch(normals(random, 5, 0, 1), normals(random, 5, size, 1.5)).Interval(0.95).Low > 0 {
			found++
		}
	}
	if share := float64(wrong) / times; share > 0.06 {
		t.Errorf("%.3f of differences weren't there, want 0.05", share)
	}
	if share := float64(found) / times; !near(share, 0.8, 0.04) {
		t.Errorf("%.3f of differences were found, want 0.8", share)
	}
}

// values that a computer adds up without much error.
func values(t *rapid.T, label string, n int) []float64 {
	return rapid.SliceOfN(rapid.Float64Range(-10, 10), n, n).Draw(t, label)
}

func TestDifferencesMoveWithWhatIsAddedAndNotWithOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 8).Draw(t, "n")
		a, b, shift := values(t, "a", n), values(t, "b", n), rapid.Float64Range(-10, 10).Draw(t, "shift")
		moved := make([]float64, n)
		for i := range b {
			moved[i] = b[i] + shift
		}
		for name, of := range map[string]func(a, b []float64) stats.Difference{"Welch": stats.Welch, "Paired": stats.Paired} {
			d, back, by := of(a, b), of(b, a), of(a, moved)
			if !near(back.Mean, -d.Mean, 1e-9) || !near(back.Error, d.Error, 1e-9) {
				t.Errorf("%s: %+v one way, %+v the other", name, d, back)
			}
			if !near(by.Mean, d.Mean+shift, 1e-9) || !near(by.Error, d.Error, 1e-6) {
				t.Errorf("%s: %+v, moved by %v it is %+v", name, d, shift, by)
			}
			if narrow, wide := d.Interval(0.9), d.Interval(0.99); wide.Low > narrow.Low || narrow.Low > d.Mean || wide.High < narrow.High || narrow.High < d.Mean {
				t.Errorf("%s: %v at 90 %% and %v at 99 %% around %v", name, narrow, wide, d.Mean)
			}
		}
	})
}

func TestFreedomIsBetweenThatOfTheSmallerAndThatOfBoth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(2, 8).Draw(t, "n"), rapid.IntRange(2, 8).Draw(t, "m")
		d := stats.Welch(values(t, "a", n), values(t, "b", m))
		if d.Freedom < float64(min(n, m)-1)-1e-9 || d.Freedom > float64(n+m-2)+1e-9 {
			t.Errorf("%v degrees of freedom of %d and %d values", d.Freedom, n, m)
		}
	})
}

func TestWhatDoesNotVaryIsKnown(t *testing.T) {
	d := stats.Welch([]float64{1, 1}, []float64{3, 3, 3})
	if want := (stats.Difference{Mean: 2, Freedom: 1}); d != want {
		t.Errorf("Welch = %+v, want %+v", d, want)
	}
	if got, want := d.Interval(0.95), (stats.Interval{Low: 2, High: 2}); got != want {
		t.Errorf("Interval = %v, want %v", got, want)
	}
}

func ExampleWelch() {
	old, new := []float64{9.8, 10.1, 10, 9.9, 10.2}, []float64{10.9, 11.2, 11, 11.1, 10.8}
	d := stats.Welch(old, new)
	interval := d.Interval(0.95)
	fmt.Printf("%.2f more (%.2f – %.2f), %.2f would have been seen\n", d.Mean, interval.Low, interval.High, d.Detectable(0.95, 0.8))
	// Output: 1.00 more (0.77 – 1.23), 0.32 would have been seen
}
