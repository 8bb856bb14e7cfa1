package stats

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

// Those of Jeffreys are from the table of its limits in L. D. Brown, T. T. Cai and A.
// DasGupta, Statistical Science 16 (2001) 101–133.
func TestJeffreysHasThePublishedLimits(t *testing.T) {
	for _, tt := range []struct {
		k, n int
		want Interval
	}{
		{0, 10, Interval{0, .217}},
		{1, 10, Interval{.011, .381}},
		{2, 10, Interval{.044, .503}},
		{5, 10, Interval{.224, .776}},
		{10, 10, Interval{.783, 1}},
		{2, 7, Interval{.065, .648}},
		{0, 0, Interval{0, 1}},
	} {
		near(t, "Jeffreys", tt.k, tt.n, Jeffreys(tt.k, tt.n, 0.95), tt.want)
	}
}

// These are what R's binom.test prints.
func TestClopperPearsonHasTheKnownLimits(t *testing.T) {
	for _, tt := range []struct {
		k, n int
		want Interval
	}{
		{0, 12, Interval{0, .265}},
		{3, 40, Interval{.016, .204}},
		{7, 10, Interval{.348, .933}},
		{10, 10, Interval{.692, 1}},
		{0, 0, Interval{0, 1}},
	} {
		near(t, "ClopperPearson", tt.k, tt.n, ClopperPearson(tt.k, tt.n, 0.95), tt.want)
	}
}

func near(t *testing.T, name string, k, n int, got, want Interval) {
	t.Helper()
	if math.Abs(got.Low-want.Low) > 0.0006 || math.Abs(got.High-want.High) > 0.0006 {
		t.Errorf("%s(%d, %d) = %.3f, want %.3f", name, k, n, got, want)
	}
}

func TestClopperPearsonCoversEveryRate(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(rt, "n")
		p := rapid.Float64Range(0, 1).Draw(rt, "p")
		binomial := distuv.Binomial{N: float64(n), P: p}
		covered := 0.0
		for k := range n + 1 {
			if i := ClopperPearson(k, n, 0.95); i.Low <= p && p <= i.High {
				covered += binomial.Prob(float64(k))
			}
		}
		if covered < 0.95-1e-9 {
			rt.Fatalf("of %d trials at a rate of %v it covers %v", n, p, covered)
		}
	})
}
