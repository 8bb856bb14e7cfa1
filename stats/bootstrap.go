package stats

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Bootstrap estimates by how much runs of b exceed those of a, a run's value being
// the median of its rounds. It panics unless both have two runs at least, and each
// run a round.
//
// The standard error is that of so many resamples, such as 1000: of runs, and of
// rounds within runs. Runs that were drawn as they are would count twice what their
// rounds vary by, and, being few, vary by too little themselves. So they are moved
// towards their mean first, or away from it, until they vary by what rounds don't
// explain. Degrees of freedom are [Welch]'s, since the error of five runs is known
// no better for being resampled.
//
// Source: A. C. Davison and D. V. Hinkley, Bootstrap Methods and their Application
// (1997), section 3.8.
func Bootstrap(a, b [][]float64, resamples int, random *rand.Rand) Difference {
	one, other := nest(a, random), nest(b, random)
	d := Welch(one.values, other.values)
	drawOne, drawOther := one.draws(resamples, random), other.draws(resamples, random)
	d.Error = deviation(resamples, func() float64 { return drawOther() - drawOne() })
	return d
}

// BootstrapPairs is [Bootstrap] of runs that go together in pairs, of which there are
// as many in a as in b. What is drawn is pairs, and degrees of freedom are those of
// [Paired].
func BootstrapPairs(a, b [][]float64, resamples int, random *rand.Rand) Difference {
	one, other := nest(a, random), nest(b, random)
	d := Paired(one.values, other.values)
	d.Error = deviation(resamples, other.minus(one).draws(resamples, random))
	return d
}

// nested are values that are known from rounds.
type nested struct {
	values []float64
	again  []func() float64 // each value, from a resample of its rounds
}

func nest(runs [][]float64, random *rand.Rand) nested {
	var n nested
	for _, rounds := range runs {
		n.values = append(n.values, Median(rounds))
		n.again = append(n.again, resampledMedian(rounds, random))
	}
	return n
}

func (n nested) minus(other nested) nested {
	var d nested
	for i := range n.values {
		d.values = append(d.values, n.values[i]-other.values[i])
		d.again = append(d.again, func() float64 { return n.again[i]() - other.again[i]() })
	}
	return d
}

// draws returns a function that draws a mean of values less what it is, without
// what rounds vary by, and adds to each of them the deviation of a resample of the
// rounds of any.
func (n nested) draws(resamples int, random *rand.Rand) func() float64 {
	deviations := n.unexplained(resamples)
	count := len(n.values)
	return func() float64 {
		sum := 0.0
		for range count {
			i := random.IntN(count)
			sum += deviations[random.IntN(count)] + n.again[i]() - n.values[i]
		}
		return sum / float64(count)
	}
}

// unexplained are deviations of values from their mean, scaled to have the variance
// that is estimated for runs of which all rounds that could be were measured; zeros,
// if rounds explain all of it.
func (n nested) unexplained(resamples int) []float64 {
	var within float64
	for _, again := range n.again {
		within += math.Pow(deviation(resamples, again), 2) / float64(len(n.again))
	}
	mean, scale := stat.Mean(n.values, nil), 0.0
	if between := stat.Variance(n.values, nil) - within; between > 0 {
		scale = math.Sqrt(between / stat.PopVariance(n.values, nil))
	}
	deviations := make([]float64, len(n.values))
	for i, v := range n.values {
		deviations[i] = scale * (v - mean)
	}
	return deviations
}

// deviation is the standard deviation of so many values that are drawn.
func deviation(count int, draw func() float64) float64 {
	values := make([]float64, count)
	for i := range values {
		values[i] = draw()
	}
	return stat.StdDev(values, nil)
}

// resampledMedian returns a function that draws medians of resamples of x. It needs
// no resample for that: of n numbers drawn from 0 to 1, the k-th is distributed by
// Beta(k, n+1-k), and it says which of x the k-th of a resample is. The one after it
// is the least of the n-k that are larger.
//
// Source: H. A. David and H. N. Nagaraja, Order Statistics, 3rd ed. (2003), sections
// 2.1 and 2.5.
func resampledMedian(x []float64, random *rand.Rand) func() float64 {
	sorted := slices.Sorted(slices.Values(x))
	n := len(sorted)
	k := (n + 1) / 2
	middle := distuv.Beta{Alpha: float64(k), Beta: float64(n + 1 - k), Src: random}
	at := func(u float64) float64 { return sorted[min(int(u*float64(n)), n-1)] }
	if n%2 == 1 {
		return func() float64 { return at(middle.Rand()) }
	}
	next := distuv.Beta{Alpha: 1, Beta: float64(n - k), Src: random}
	return func() float64 {
		u := middle.Rand()
		return (at(u) + at(u+(1-u)*next.Rand())) / 2
	}
}
