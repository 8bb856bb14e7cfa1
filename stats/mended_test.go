package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The numbers of the rule of three: 59, 299 and 2,995 clean runs bound a rate of 5 %, 1 %
// and 0.1 % at 95 %, as in B. Jovanovic and P. Levy, The American Statistician 51 (1997)
// 137–139.
func TestRunsToSee(t *testing.T) {
	for rate, want := range map[float64]int{0.05: 59, 0.01: 299, 0.001: 2995, 0.5: 5} {
		if got := RunsToSee(rate, 0.95); got != want {
			t.Errorf("RunsToSee(%v, 0.95) = %d, want %d", rate, got, want)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		rate := rapid.Float64Range(0.0001, 0.9).Draw(rt, "rate")
		certainty := rapid.Float64Range(0.01, 0.999).Draw(rt, "certainty")
		n := float64(RunsToSee(rate, certainty))
		if miss := math.Pow(1-rate, n); miss > (1-certainty)*(1+1e-6) {
			rt.Fatalf("%v runs miss a rate of %v with probability %v", n, rate, miss)
		}
		if miss := math.Pow(1-rate, n-1); miss < (1-certainty)*(1-1e-6) {
			rt.Fatalf("%v runs would do", n-1)
		}
	})
}

// With the prior of Jeffreys, the next of m trials without an event has none with
// probability (m+½)/(m+1): the estimator of Krichevsky and Trofimov (1981).
func TestLuckOfOneRun(t *testing.T) {
	for _, c := range [][2]int{{0, 0}, {0, 9}, {3, 10}} {
		k, m := c[0], c[1]
		want := (float64(m-k) + 0.5) / (float64(m) + 1)
		if got := Luck(k, m, 1); math.Abs(got-want) > 1e-12 {
			t.Errorf("Luck(%d, %d, 1) = %v, want %v", k, m, got, want)
		}
	}
}

func TestCleanRunsAreEvidenceOfAFix(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := rapid.IntRange(1, 100).Draw(rt, "m")
		k := rapid.IntRange(1, m).Draw(rt, "k")
		n := RunsToMend(k, m, 0.5, 0.95, 1_000_000)
		if n == 1_000_000 {
			rt.Fatalf("no number of clean runs would do for %d failures in %d", k, m)
		}
		if p := Mended(k, m, n, 0.5); p < 0.95 {
			rt.Fatalf("after %d clean runs the fix worked with %v only", n, p)
		}
		if p := Mended(k, m, n-1, 0.5); p >= 0.95 {
			rt.Fatalf("%d clean runs would do", n-1)
		}
	})
	if p := Mended(3, 10, 0, 0.7); math.Abs(p-0.7) > 1e-12 {
		t.Errorf("without a clean run the belief is %v, want 0.7", p)
	}
}
