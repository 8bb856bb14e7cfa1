package health

import "math"

// CleanRuns is how many runs in a row without a failure show, at 95 %, that what failed
// bad times in runs is mended. After them a cause with its rate as it was would have been
// silent with a probability of at most 5 %, the rate being as uncertain as so many runs
// leave it.
//
// The chance of m silent runs is E((1-p)^m) = B(a, b+m)/B(a, b) for p from Jeffreys'
// posterior, Beta(a, b) with a = bad + ½ and b = runs - bad + ½. It returns 0 for a cause
// that was never seen.
func CleanRuns(bad, runs int) int {
	if bad == 0 {
		return 0
	}
	a, b := float64(bad)+0.5, float64(runs-bad)+0.5
	silent := 0.0 // the logarithm of that chance
	for m := 0; ; m++ {
		if silent <= math.Log(1-confidence) {
			return m
		}
		silent += math.Log((b + float64(m)) / (a + b + float64(m)))
	}
}
