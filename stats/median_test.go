package stats_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/ptr-project/ptr/stats"
)

func upTo(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = float64(n - i) // the values are the ranks, in descending order
	}
	return x
}

// The ranks are those of W. J. Conover, Practical Nonparametric Statistics,
// and of David and Nagaraja's table: n = 6 covers with 96.9 %, 10 with 97.9 %,
// 20 with 95.9 %, 100 with 95.4 % or more.
func TestMedianIntervalHasThePublishedRanks(t *testing.T) {
	for n, want := range map[int]stats.Interval{
		6: {1, 6}, 8: {1, 8}, 9: {2, 8}, 10: {2, 9}, 15: {4, 12}, 20: {6, 15}, 25: {8, 18}, 100: {40, 61},
	} {
		if got, ok := stats.MedianInterval(upTo(n), 0.95); !ok || got != want {
			t.Errorf("n = %d: ranks %v, %v, want %v", n, got, ok, want)
		}
	}
}

func TestFiveValuesAreTooFewFor95Percent(t *testing.T) {
	if got, ok := stats.MedianInterval(upTo(5), 0.95); ok {
		t.Errorf("got %v, want none", got)
	}
}

func TestMedian(t *testing.T) {
	for want, x := range map[float64][]float64{2: {3, 1, 2}, 2.5: {4, 1, 3, 2}, 7: {7}} {
		if got := stats.Median(x); got != want {
			t.Errorf("Median(%v) = %v, want %v", x, got, want)
		}
	}
	if got := stats.Median(nil); !math.IsNaN(got) {
		t.Errorf("Median of nothing = %v, want NaN", got)
	}
}

// Of 2,000 intervals at 95 % from a skewed distribution, at least 93 % cover
// its median, ln 2.
func TestMedianIntervalCovers(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	covered := 0
	for range 2000 {
		x := make([]float64, 25)
		for i := range x {
			x[i] = random.ExpFloat64()
		}
		if got, _ := stats.MedianInterval(x, 0.95); got.Low <= math.Ln2 && math.Ln2 <= got.High {
			covered++
		}
	}
	if covered < 1860 {
		t.Errorf("%d of 2000 intervals cover the median", covered)
	}
}

func ExampleMedianInterval() {
	milliseconds := []float64{52, 49, 50, 61, 50, 51, 48}
	interval, ok := stats.MedianInterval(milliseconds, 0.95)
	fmt.Println(stats.Median(milliseconds), interval, ok)
	// Output: 50 {48 61} true
}
