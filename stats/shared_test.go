package stats_test

import (
	"math"
	"testing"

	"github.com/ptr-project/ptr/stats"
)

// The lady who tastes tea names four of eight cups: R. A. Fisher, The Design of Experiments
// (1935), chapter II, has 1/70 for all four, 17/70 for three at least, 53/70 for two.
func TestShared(t *testing.T) {
	tests := []struct {
		n, a, b, both int
		want          float64
	}{
		{8, 4, 4, 4, 1. / 70}, {8, 4, 4, 3, 17. / 70}, {8, 4, 4, 2, 53. / 70}, {8, 4, 4, 0, 1}, {8, 4, 4, 5, 0},
		{10, 8, 7, 5, 1}, {10, 8, 7, 7, 8. / 120}, {20, 3, 3, 3, 1. / 1140}, {5, 0, 0, 0, 1},
	}
	for _, tt := range tests {
		if got := stats.Shared(tt.n, tt.a, tt.b, tt.both); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("Shared(%d, %d, %d, %d) = %v, want %v", tt.n, tt.a, tt.b, tt.both, got, tt.want)
		}
	}
}
