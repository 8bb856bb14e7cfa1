// Package comparing answers whether a way of cloning has become slower, from runs of
// the experiment of package cloning before and after.
//
// Runs on one machine differ by more than the rounds within them tell, since its
// speed drifts. So each time is divided by that of a reference, another strategy, in
// the same round, and what sides differ by is judged by how runs differ within them:
// by a bootstrap of runs, and of rounds within runs. docs/comparing.md has what else
// was tried.
package comparing

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/ptr-project/ptr/bench/cloning"
	"github.com/ptr-project/ptr/stats"
)

// Fewest is how many runs a side it takes to tell.
const Fewest = 5

// resamples of a bootstrap: the standard error is that of infinitely many, give or
// take 2 %.
const resamples = 1000

// A Run is one experiment.
type Run struct {
	Name string // of the file that it is from
	cloning.Result
}

// A Comparison is of runs before a change with runs after it.
type Comparison struct {
	Old, New  []Run   // one each at least
	Paired    bool    // the runs of an index were made one after the other
	Reference string  // strategy; "": cp, or the first if there is none
	Level     float64 // how often something may be called slower or faster though nothing is; in (0,1)
	Seed      uint64  // of resamples
}

// Result compares. Runs that cannot be compared are an error; see [ErrUnlike] and
// what is beside it.
func (c Comparison) Result() (Result, error) {
	warnings, err := c.check()
	if err != nil {
		return Result{}, err
	}
	names, reference, err := c.strategies()
	if err != nil {
		return Result{}, err
	}
	if c.Reference == "" && reference != "cp" {
		warnings = append(warnings, fmt.Sprintf("without cp, ratios are to %s, which may have changed, too", reference))
	}
	first := c.Old[0]
	r := Result{
		Backend: first.Backend, Size: first.Size, Old: len(c.Old), New: len(c.New), Paired: c.Paired,
		Level: c.Level, Warnings: warnings,
	}
	// Bonferroni's correction, so that the level is that of the whole comparison,
	// and intervals say what verdicts do.
	confidence := 1 - c.Level/float64(len(names))
	for _, name := range names {
		r.Rows = append(r.Rows, c.row(name, confidence, func(run Run) []float64 { return ratios(run, name, reference) }))
	}
	r.Reference = c.row(reference, 1-c.Level, func(run Run) []float64 { return logarithms(samples(run, reference)) })
	r.conclude()
	return r, nil
}

// row compares one strategy by one value of each round, the logarithm of a time or a
// ratio.
func (c Comparison) row(name string, confidence float64, rounds func(Run) []float64) Row {
	before, after := each(c.Old, rounds), each(c.New, rounds)
	row := Row{
		Name: name, Old: seconds(c.Old, name), New: seconds(c.New, name), Verdict: Unknown,
		Ratio: math.Exp(mean(after) - mean(before)),
	}
	fewest := min(len(before), len(after))
	if fewest < 2 {
		return row
	}
	bootstrap := stats.Bootstrap
	if c.Paired {
		bootstrap = stats.BootstrapPairs
	}
	d := bootstrap(before, after, resamples, rand.New(rand.NewPCG(c.Seed, 0)))
	i := d.Interval(confidence)
	row.Interval = &cloning.Interval{Low: math.Exp(i.Low), High: math.Exp(i.High)}
	row.Detectable = new(math.Expm1(d.Detectable(confidence, Power)))
	if fewest >= Fewest {
		row.Verdict = judge(i)
	}
	return row
}

// judge tells an interval of the logarithm of a ratio.
func judge(i stats.Interval) Verdict {
	switch {
	case i.Low > 0:
		return Slower
	case i.High < 0:
		return Faster
	}
	return Same
}

// ratios are the logarithms of how many times as long a strategy takes as the
// reference, by round.
func ratios(run Run, name, reference string) []float64 {
	logs := logarithms(samples(run, name))
	for i, base := range logarithms(samples(run, reference)) {
		logs[i] -= base
	}
	return logs
}

func logarithms(x []float64) []float64 {
	logs := make([]float64, len(x))
	for i, v := range x {
		logs[i] = math.Log(v)
	}
	return logs
}

func each[T any](runs []Run, value func(Run) T) []T {
	values := make([]T, len(runs))
	for i, run := range runs {
		values[i] = value(run)
	}
	return values
}

// seconds is the median of the medians of runs.
func seconds(runs []Run, name string) float64 {
	return stats.Median(each(runs, func(run Run) float64 { return stats.Median(samples(run, name)) }))
}

// mean is that of the medians of runs.
func mean(runs [][]float64) float64 {
	sum := 0.0
	for _, rounds := range runs {
		sum += stats.Median(rounds)
	}
	return sum / float64(len(runs))
}
