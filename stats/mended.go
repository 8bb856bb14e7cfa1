package stats

import "math"

// RunsToSee is how many runs it takes to see something of that rate at least once, with
// the probability certainty: both are in (0,1). Fewer than 1 - certainty would see nothing
// in so many.
func RunsToSee(rate, certainty float64) int {
	return int(math.Ceil(math.Log1p(-certainty)/math.Log1p(-rate) - 1e-9))
}

// Luck is the probability that n runs are clean by luck alone, of something that was seen k
// times in m before and has not changed. What is known of its rate is a beta
// distribution, by the prior of Jeffreys.
//
// Source: the beta-binomial distribution's probability of no event, as in A. Gelman et al.,
// Bayesian Data Analysis (2013), section 2.4.
func Luck(k, m, n int) float64 {
	a, b := float64(k)+0.5, float64(m-k)+0.5
	return math.Exp(logBeta(a, b+float64(n)) - logBeta(a, b))
}

// Mended is the probability that a fix worked, after n clean runs of something that was
// seen k times in m before it. Before the first of them it is what one believed, such as
// 0.5.
func Mended(k, m, n int, believed float64) float64 {
	luck := (1 - believed) * Luck(k, m, n)
	return believed / (believed + luck)
}

// RunsToMend is how many clean runs make [Mended] at least that certain, and at most most,
// should that not suffice.
func RunsToMend(k, m int, believed, certainty float64, most int) int {
	low, high := 0, most
	for low < high {
		n := (low + high) / 2
		if Mended(k, m, n, believed) >= certainty {
			high = n
		} else {
			low = n + 1
		}
	}
	return low
}
