// Package bench measures things fairly against each other: interleaved, in an
// order drawn anew for every round, as ratios within a round, so that a machine
// whose speed drifts doesn't favour one of them.
package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/ptr-project/ptr/stats"
)

// An Arm is one of the things that are compared.
type Arm struct {
	Name string
	Run  func(ctx context.Context) (Sample, error)
}

// A Sample is what one run of an arm took.
type Sample struct {
	Wall time.Duration
	CPU  time.Duration // user and system, of all processes; 0 if not measured
}

// A Series is the samples of one arm, a round each.
type Series struct {
	Name    string
	Samples []Sample
}

// Interleave runs every arm once in each round, after one round that isn't
// counted. In each round the order of the arms is another, by seed. After each
// round it calls progress, which may be nil, with how many are done. With an error
// come the samples of the rounds that were whole by then.
func Interleave(ctx context.Context, arms []Arm, rounds int, seed uint64, progress func(done int)) ([]Series, error) {
	random := rand.New(rand.NewPCG(seed, 0))
	series := make([]Series, len(arms))
	for i, arm := range arms {
		series[i].Name = arm.Name
	}
	for round := range rounds + 1 {
		samples := make([]Sample, len(arms))
		for _, i := range random.Perm(len(arms)) {
			var err error
			if samples[i], err = arms[i].Run(ctx); err != nil {
				return series, fmt.Errorf("%s, round %d: %w", arms[i].Name, round, err)
			}
		}
		for i := range series {
			if round > 0 {
				series[i].Samples = append(series[i].Samples, samples[i])
			}
		}
		if progress != nil {
			progress(round)
		}
	}
	return series, nil
}

// Wall is a sample's wall-clock time in seconds.
func Wall(s Sample) float64 { return s.Wall.Seconds() }

// CPU is a sample's CPU time in seconds.
func CPU(s Sample) float64 { return s.CPU.Seconds() }

// An Estimate is a median and, where there are enough samples, the range that
// covers it at 95 % confidence.
type Estimate struct {
	Median   float64
	Interval stats.Interval
	Known    bool // there were enough samples for Interval
}

// Of estimates the median of what x was drawn from.
func Of(x []float64) Estimate {
	interval, ok := stats.MedianInterval(x, 0.95)
	return Estimate{stats.Median(x), interval, ok}
}

// Times is e in a unit that is 1/factor of its own: seconds times 1000 are
// milliseconds.
func (e Estimate) Times(factor float64) Estimate {
	e.Median *= factor
	e.Interval.Low *= factor
	e.Interval.High *= factor
	return e
}

// Measure estimates the median of one measure of s, such as [Wall].
func Measure(s Series, measure func(Sample) float64) Estimate {
	var x []float64
	for _, sample := range s.Samples {
		x = append(x, measure(sample))
	}
	return Of(x)
}

// Ratio estimates the median of the ratios of s to base, round by round.
func Ratio(s, base Series, measure func(Sample) float64) Estimate {
	return Of(Ratios(s, base, measure))
}

// Ratios are those of s to base, round by round.
func Ratios(s, base Series, measure func(Sample) float64) []float64 {
	var x []float64
	for i := range s.Samples {
		x = append(x, measure(s.Samples[i])/measure(base.Samples[i]))
	}
	return x
}
