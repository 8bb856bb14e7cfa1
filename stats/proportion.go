package stats

import "gonum.org/v1/gonum/stat/distuv"

// Jeffreys is the equal-tailed interval of a rate, such as a flake rate: k events in n
// trials, with the prior of Jeffreys.
//
// The confidence is in (0,1), such as 0.95. With k = 0 the interval begins at 0, with
// k = n it ends at 1. With n = 0 nothing is known, and it is 0 to 1. It panics unless
// 0 ≤ k ≤ n.
//
// Source: L. D. Brown, T. T. Cai and A. DasGupta, Statistical Science 16 (2001) 101–133.
func Jeffreys(k, n int, confidence float64) Interval {
	if k < 0 || k > n {
		panic("stats: not a number of events among so many trials")
	}
	if n == 0 {
		return Interval{0, 1}
	}
	beta := distuv.Beta{Alpha: float64(k) + 0.5, Beta: float64(n-k) + 0.5}
	tail := (1 - confidence) / 2
	i := Interval{0, 1}
	if k > 0 {
		i.Low = beta.Quantile(tail)
	}
	if k < n {
		i.High = beta.Quantile(1 - tail)
	}
	return i
}

// ClopperPearson is the interval of a rate that covers it with at least the confidence,
// whatever the rate: k events in n trials.
//
// The arguments are as for [Jeffreys].
//
// Source: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404–413, by quantiles of
// the beta distribution.
func ClopperPearson(k, n int, confidence float64) Interval {
	if k < 0 || k > n {
		panic("stats: not a number of events among so many trials")
	}
	tail := (1 - confidence) / 2
	i := Interval{0, 1}
	if k > 0 {
		i.Low = distuv.Beta{Alpha: float64(k), Beta: float64(n - k + 1)}.Quantile(tail)
	}
	if k < n {
		i.High = distuv.Beta{Alpha: float64(k + 1), Beta: float64(n - k)}.Quantile(1 - tail)
	}
	return i
}
