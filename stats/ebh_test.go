package stats

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestEBHAcceptsTogetherWhatAloneIsTooLittle(t *testing.T) {
	tests := map[string]struct {
		values []float64
		want   []bool
	}{
		"none":                 {nil, []bool{}},
		"one":                  {[]float64{20}, []bool{true}},
		"one of two":           {[]float64{39, 1}, []bool{false, false}},
		"two of two":           {[]float64{20, 21}, []bool{true, true}},
		"two of four":          {[]float64{40, 1, 40, 2}, []bool{true, false, true, false}},
		"the weak are dropped": {[]float64{100, 19, 1, 1}, []bool{true, false, false, false}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := EBH(tt.values, 0.05); !slices.Equal(got, tt.want) {
				t.Errorf("EBH(%v) = %v, want %v", tt.values, got, tt.want)
			}
		})
	}
}

// Bonferroni's method accepts what is n/alpha by itself: e-BH does as well.
func TestEBHIsNoStricterThanBonferroni(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		values := rapid.SliceOf(rapid.Float64Range(0, 1000)).Draw(rt, "values")
		accepted := EBH(values, 0.05)
		least := 1e9
		for i, v := range values {
			if v >= float64(len(values))/0.05 && !accepted[i] {
				rt.Fatalf("%v of %d is not accepted", v, len(values))
			}
			if accepted[i] {
				least = min(least, v)
			}
		}
		for i, v := range values {
			if v > least && !accepted[i] {
				rt.Fatalf("%v is accepted, and %v is not", least, v)
			}
		}
	})
}
