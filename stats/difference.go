package stats

import (
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// A Difference is by how much one mean exceeds another, as estimated from few
// values that are normal enough: of logarithms of times, the logarithm of a ratio.
type Difference struct {
	Mean    float64
	Error   float64 // the standard error of Mean, from 0
	Freedom float64 // degrees of freedom of Error, above 0
}

// Welch estimates by how much the mean of what b was drawn from exceeds that of a,
// whatever their variances. It panics unless both have two values at least.
//
// Source: B. L. Welch, Biometrika 34 (1947) 28–35, with the degrees of freedom of
// F. E. Satterthwaite, Biometrics Bulletin 2 (1946) 110–114.
func Welch(a, b []float64) Difference {
	d := Difference{Mean: stat.Mean(b, nil) - stat.Mean(a, nil)}
	ofA, ofB := squaredError(a), squaredError(b)
	d.Error = math.Sqrt(ofA + ofB)
	freeA, freeB := float64(len(a)-1), float64(len(b)-1)
	d.Freedom = (ofA + ofB) * (ofA + ofB) / (ofA*ofA/freeA + ofB*ofB/freeB)
	if math.IsNaN(d.Freedom) { // neither varies
		d.Freedom = min(freeA, freeB)
	}
	return d
}

// Paired estimates the mean of b's values less those of a that they go with. It
// panics unless there are two at least, and as many of each.
//
// Source: Student, Biometrika 6 (1908) 1–25.
func Paired(a, b []float64) Difference {
	if len(a) != len(b) {
		panic("stats: pairs of unequal lengths")
	}
	each := make([]float64, len(a))
	for i := range a {
		each[i] = b[i] - a[i]
	}
	return Difference{Mean: stat.Mean(each, nil), Error: math.Sqrt(squaredError(each)), Freedom: float64(len(each) - 1)}
}

// squaredError is that of the mean of x. It is what a bootstrap that draws from x
// comes to, times n/(n-1), which makes it unbiased.
//
// Source: B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993),
// chapters 5 and 6.
func squaredError(x []float64) float64 {
	if len(x) < 2 {
		panic("stats: one value has no variance")
	}
	return stat.Variance(x, nil) / float64(len(x))
}

// Interval covers the true difference with that confidence, in (0,1).
func (d Difference) Interval(confidence float64) Interval {
	margin := d.quantile((1+confidence)/2) * d.Error
	return Interval{d.Mean - margin, d.Mean + margin}
}

// Detectable is the smallest true difference whose interval would have excluded 0
// with that power, such as 0.8, if the standard error is what it was found to be.
//
// Source: H. S. Bloom, Evaluation Review 19 (1995) 547–556.
func (d Difference) Detectable(confidence, power float64) float64 {
	return (d.quantile((1+confidence)/2) + d.quantile(power)) * d.Error
}

func (d Difference) quantile(p float64) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: d.Freedom}.Quantile(p)
}
