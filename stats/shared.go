package stats

import "math"

// Shared is the probability that two sets, of a and b of n things and drawn at random, share
// at least so many: the upper tail of a hypergeometric distribution. It is 1 for none,
// and 0 for more than there can be.
func Shared(n, a, b, both int) float64 {
	sum := 0.0
	for k := max(both, a+b-n); k <= min(a, b); k++ {
		sum += math.Exp(logChoose(a, k) + logChoose(n-a, b-k) - logChoose(n, b))
	}
	return min(1, sum)
}
