package stats

import (
	"cmp"
	"slices"
)

// EBH says which of several effects are real, by an e-value for each: the k greatest with
// the largest k for which the k-th is at least n/(k·alpha). Of those that it accepts, a
// share of alpha at most is expected not to be, however the values depend on each other.
//
// Source: R. Wang and A. Ramdas, False discovery rate control with e-values, Journal of the
// Royal Statistical Society B 84 (2022) 822–852.
func EBH(values []float64, alpha float64) []bool {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(values[b], values[a]) })
	accepted := make([]bool, len(values))
	for k := len(order); k > 0; k-- {
		if values[order[k-1]] >= float64(len(values))/(float64(k)*alpha) {
			for _, i := range order[:k] {
				accepted[i] = true
			}
			break
		}
	}
	return accepted
}
