package figures

import (
	"context"
	"fmt"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/ptr-project/ptr/stats"
)

// Rates are the multiples of rateStep up to one half. A series of runs ends when the rate is
// known to within half of untilWidth, or is longer than any.
const (
	rateStep     = 0.001
	rateSteps    = 500
	seriesLength = 1000
	untilWidth   = 0.1
)

// intervals tells how often intervals have the rate in them: those of fixed numbers of runs
// exactly, by summing the binomial distribution, and those after a search that stopped when
// it was precise enough by simulating series.
func (d Detection) intervals(ctx context.Context) (rows []DetectionRow, err error) {
	for _, n := range []int{20, 40, 100, 300} {
		worst, mean := 1.0, 0.0
		for _, rate := range rates() {
			worst = min(worst, covers(n, rate, stats.ClopperPearson))
			mean += covers(n, rate, stats.Jeffreys) / float64(len(rates()))
		}
		exact := DetectionRow{What: fmt.Sprintf("Clopper–Pearson, %d runs, worst of all rates", n), Of: rateSteps, Share: worst, Goal: "≥ 95 %", Met: worst >= 0.95}
		onAverage := DetectionRow{What: fmt.Sprintf("Jeffreys, %d runs, mean over rates", n), Of: rateSteps, Share: mean, Goal: "94–96 %", Met: mean >= 0.94 && mean <= 0.96}
		exact.Interval, onAverage.Interval = stats.Interval{Low: worst, High: worst}, stats.Interval{Low: mean, High: mean}
		rows = append(rows, exact, onAverage)
	}
	for _, rate := range []float64{0.001, 0.01, 0.05, 0.2, 0.5} {
		random := rand.New(rand.NewPCG(d.Seed, uint64(rate*1e6)))
		covered, always := 0, 0
		for range d.Repetitions {
			atEnd, throughout := series(random, rate)
			covered += one(atEnd)
			always += one(throughout)
		}
		what := fmt.Sprintf("confidence sequence, rate %v", rate)
		rows = append(rows, counted(what+", until it is ±5 %", covered, d.Repetitions, 0.95),
			counted("… at the worst moment of 1,000 runs", always, d.Repetitions, 0.95))
	}
	return rows, ctx.Err()
}

func rates() []float64 {
	all := make([]float64, rateSteps)
	for i := range all {
		all[i] = rateStep * float64(i+1)
	}
	return all
}

// covers is the probability that an interval of n runs has the rate in it.
func covers(n int, rate float64, interval func(k, n int, confidence float64) stats.Interval) float64 {
	sum := 0.0
	binomial := distuv.Binomial{N: float64(n), P: rate}
	for k := range n + 1 {
		p := binomial.Prob(float64(k))
		if p < 1e-12 {
			continue
		}
		if i := interval(k, n, 0.95); i.Low <= rate && rate <= i.High {
			sum += p
		}
	}
	return sum
}

// series runs a test many times, and tells whether its rate was in the interval when that
// was first narrow enough, and whether it was in all of them.
func series(random *rand.Rand, rate float64) (atEnd, throughout bool) {
	ended, k := false, 0
	throughout = true
	for n := 1; n <= seriesLength; n++ {
		if random.Float64() < rate {
			k++
		}
		i := stats.ConfidenceSequence(k, n, 0.95)
		in := i.Low <= rate && rate <= i.High
		throughout = throughout && in
		if !ended && (i.High-i.Low <= untilWidth || n == seriesLength) {
			ended, atEnd = true, in
		}
	}
	return atEnd, throughout
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}
