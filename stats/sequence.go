package stats

import "math"

// ConfidenceSequence is the interval of a rate that may be looked at after every trial,
// and for which one may stop whenever one likes: k events in n trials so far.
//
// At the confidence, such as 0.95, the rate is in all of the intervals of a series of
// trials at once; they are wider than [Jeffreys] has them for that. The arguments are as
// there. The prior of Jeffreys is what the rate is mixed over.
//
// Source: H. Robbins, Annals of Mathematical Statistics 41 (1970) 1397–1409; the ratio of
// the mixture's likelihood to that of the true rate is a martingale, which reaches 1/α
// with probability α at most (J. Ville, 1939).
func ConfidenceSequence(k, n int, confidence float64) Interval {
	if k < 0 || k > n {
		panic("stats: not a number of events among so many trials")
	}
	if n == 0 {
		return Interval{0, 1}
	}
	events, rest := float64(k), float64(n-k)
	limit := logBeta(events+0.5, rest+0.5) - math.Log(math.Pi) + math.Log(1-confidence)
	likely := func(p float64) bool { return events*log(p, k)+rest*log(1-p, n-k) > limit }
	best := events / float64(n)
	i := Interval{0, 1}
	if k > 0 {
		i.Low = border(0, best, likely)
	}
	if k < n {
		i.High = border(1, best, likely)
	}
	return i
}

// log is that of p, and nothing where it comes zero times.
func log(p float64, times int) float64 {
	if times == 0 {
		return 0
	}
	return math.Log(p)
}

// border is the last of the values from inside to outside for which in is true, to within
// 1e-12 on the side where it isn't.
func border(outside, inside float64, in func(float64) bool) float64 {
	for math.Abs(inside-outside) > 1e-12 {
		middle := (inside + outside) / 2
		if in(middle) {
			inside = middle
		} else {
			outside = middle
		}
	}
	return outside
}

func logBeta(a, b float64) float64 {
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	return la + lb - lab
}
