package stats

import "math"

// The alternatives that [PairEValue] bets on: that nearly every pair which differs
// speaks for the effect and, in case it is a weaker one, any share above one half.
const (
	nearlyAll   = 0.9995
	onNearlyAll = 0.985 // of the stake
)

// PairEValue is the evidence that something has an effect, from pairs of trials with and
// without it of which one had a result and the other had not: so many speak for the
// effect, and so many against it.
//
// It is 1 with no pairs. If there is no effect it reaches x at any time with a
// probability of 1/x at most, however long one goes on and whenever one looks. Eleven
// pairs that all speak for the effect give more than 2,000.
//
// Source: J. Ville, Étude critique de la notion de collectif (1939); the likelihood ratio
// of a mixture against 1/2 is a martingale, as in A. Ramdas et al., Statistical Science 38
// (2023) 576–601, section 3.
func PairEValue(pro, contra int) float64 {
	n := float64(pro + contra)
	sharp := float64(pro)*math.Log(2*nearlyAll) + float64(contra)*math.Log(2*(1-nearlyAll))
	return onNearlyAll*math.Exp(sharp) + (1-onNearlyAll)*math.Exp(n*math.Ln2+logUpperHalf(pro, contra))
}

// logUpperHalf is the logarithm of the mean of q^a·(1-q)^b over q from 1/2 to 1.
func logUpperHalf(a, b int) float64 {
	// 2·B(a+1, b+1)·P(q > 1/2), where that probability is one of a binomial.
	n := a + b + 1
	upper := 0.0
	for k := 0; k <= a; k++ {
		upper += math.Exp(logChoose(n, k) - float64(n)*math.Ln2)
	}
	return math.Ln2 - math.Log(float64(n)) - logChoose(n-1, a) + math.Log(upper)
}

func logChoose(n, k int) float64 {
	return logFactorial(n) - logFactorial(k) - logFactorial(n-k)
}

func logFactorial(n int) float64 {
	v, _ := math.Lgamma(float64(n) + 1)
	return v
}
