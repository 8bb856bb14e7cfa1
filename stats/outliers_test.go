package stats_test

import (
	"testing"

	"github.com/ptr-project/ptr/stats"
)

func TestOutliersAreFarOut(t *testing.T) {
	for name, tt := range map[string]struct {
		x    []float64
		want int
	}{
		"none of none":            {nil, 0},
		"all alike":               {[]float64{4, 4, 4, 4}, 0},
		"outside, but not far":    {[]float64{1, 2, 3, 4, 5, 6, 7, 8, 20}, 0},
		"far above and far below": {[]float64{-90, 1, 2, 3, 4, 5, 6, 7, 8, 99}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			if got := stats.Outliers(tt.x); got != tt.want {
				t.Errorf("%d outliers, want %d", got, tt.want)
			}
		})
	}
}
