// Package stats has the statistics that ptr's statements rest on: numbers in,
// numbers and their uncertainty out.
package stats

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// An Interval is a range that covers the true value with at least the
// confidence that was asked for.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// Median is the middle of x, or the mean of the two middle ones; NaN if x is
// empty. It does not change x.
func Median(x []float64) float64 {
	if len(x) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(x))
	half := len(x) / 2
	if len(x)%2 == 1 {
		return sorted[half]
	}
	return stat.Mean(sorted[half-1:half+1], nil)
}

// MedianInterval is the interval between two order statistics of x that covers
// the median of what x was drawn from, whatever its distribution. The
// confidence is in (0,1), such as 0.95. It returns false if x is too small for
// that: at 95 % below six values.
//
// Source: H. A. David and H. N. Nagaraja, Order Statistics, 3rd ed. (2003),
// section 7.1: the ranks r and n+1-r cover it with 1 - 2·P(B < r), where B is
// binomial with n trials of 1/2.
func MedianInterval(x []float64, confidence float64) (Interval, bool) {
	n := len(x)
	below := distuv.Binomial{N: float64(n), P: 0.5}
	rank := 0
	for r := 1; r <= n/2 && 1-2*below.CDF(float64(r-1)) >= confidence; r++ {
		rank = r
	}
	if rank == 0 {
		return Interval{}, false
	}
	sorted := slices.Sorted(slices.Values(x))
	return Interval{sorted[rank-1], sorted[n-rank]}, true
}
