package stats

import (
	"slices"

	"gonum.org/v1/gonum/stat"
)

// Outliers is how many of x lie more than three times the interquartile range
// beyond the quartiles.
//
// Source: J. W. Tukey, Exploratory Data Analysis (1977), section 2D: "far out".
func Outliers(x []float64) int {
	if len(x) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(x))
	low := stat.Quantile(0.25, stat.LinInterp, sorted, nil)
	high := stat.Quantile(0.75, stat.LinInterp, sorted, nil)
	fence := 3 * (high - low)
	n := 0
	for _, v := range x {
		if v < low-fence || v > high+fence {
			n++
		}
	}
	return n
}
