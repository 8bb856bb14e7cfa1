package health

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"slices"
	"time"

	"github.com/ptr-project/ptr/reports"
)

// A durationsPart tells how long tests take.
type durationsPart struct {
	Durations                 bool
	Histogram                 *histogram
	Slowest                   []slowRow
	SlowestText, SlowestScale string
	Trend                     []changeRow
	TrendText                 string
}

// A histogram counts tests by their medians.
type histogram struct {
	Text, Alt string
	Bars      []histogramBar
	Ticks     []tick
}

type histogramBar struct {
	Height            float64 // percent
	Title, Range, Sum string
	Count             int
}

// A tick is a mark on an axis, from 0 to 100.
type tick struct {
	At   float64
	Text string
}

func (v *view) durations() durationsPart {
	p := durationsPart{Histogram: v.histogram()}
	p.Slowest, p.SlowestScale = v.slowest()
	p.SlowestText = "A dot is one run, the bar the median, the line its interval at 95 %."
	if len(v.Runs) >= enoughForShape {
		p.SlowestText = "The shape is the distribution over the runs, the bar the median, the line its interval at 95 %; of fewer than 30 runs each is a dot."
	}
	if v.Compared == nil && len(v.Runs) >= enoughForTrend {
		p.Trend = v.changeRows(v.trend())
		p.TrendText = "Tests whose later half of runs takes a tenth longer, or less long, than the earlier half; the intervals hold for all tests at once at 95 %."
		if len(p.Trend) == 0 {
			p.TrendText = "No test takes a tenth longer, or less long, in the later half of these runs than in the earlier half, at 95 % for all at once."
		}
	}
	p.Durations = p.Histogram != nil || len(p.Slowest) > 0
	return p
}

// perDecade is how many bars a factor of ten has.
const perDecade = 6

// histogram is nil if fewer than two tests have a duration.
func (v *view) histogram() *histogram {
	low, high, n, sum := math.Inf(1), math.Inf(-1), 0, time.Duration(0)
	for _, t := range v.tallies {
		if t.Median > 0 {
			at := math.Log10(t.Median.Seconds())
			low, high, n, sum = min(low, at), max(high, at), n+1, sum+t.Median
		}
	}
	if n < 2 {
		return nil
	}
	from := math.Floor(low)
	bins := int(math.Ceil(max(high, from+1)-from)) * perDecade
	counts, sums, most := make([]int, bins+1), make([]time.Duration, bins+1), 0
	for _, t := range v.tallies {
		if t.Median > 0 {
			i := int((math.Log10(t.Median.Seconds()) - from) * perDecade)
			counts[i]++
			sums[i] += t.Median
			most = max(most, counts[i])
		}
	}
	if counts[bins] == 0 {
		counts = counts[:bins]
	}
	h := &histogram{Text: fmt.Sprintf("The medians of %s, %s together. Each bar is a range of durations; every tick is ten times the one before.", reports.Plural(n, "test"), took(sum)),
		Alt: "how many tests take how long; the table has the same"}
	for i, count := range counts {
		begin, end := power(from+float64(i)/perDecade), power(from+float64(i+1)/perDecade)
		of := fmt.Sprintf("%s to %s", took(begin), took(end))
		height := 0.0
		if count > 0 {
			height = max(1.5, 100*float64(count)/float64(most))
		}
		h.Bars = append(h.Bars, histogramBar{height, of + ": " + reports.Plural(count, "test"), of, took(sums[i]), count})
	}
	for i := 0; i <= len(counts); i += perDecade {
		h.Ticks = append(h.Ticks, tick{100 * float64(i) / float64(len(counts)), took(power(from + float64(i)/perDecade))})
	}
	return h
}

// power is ten to the power of e, in seconds.
func power(e float64) time.Duration {
	return time.Duration(math.Round(math.Pow(10, e) * float64(time.Second)))
}

// A slowRow is one of the slowest tests.
type slowRow struct {
	Name, Median, High string
	Runs               int
	Strip              template.HTML
}

const (
	mostSlow       = 20
	enoughForShape = 30 // samples; fewer have no shape that means anything
)

// slowestTests are those whose median is longest.
func (v *view) slowestTests() []int {
	order := slices.DeleteFunc(slices.Clone(v.ranked), func(t int) bool { return v.tallies[t].Median == 0 })
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(v.tallies[b].Median, v.tallies[a].Median) })
	return order[:min(mostSlow, len(order))]
}

// seconds is what a test took, run by run.
func (v *view) seconds(test int) []float64 {
	var all []float64
	for _, r := range v.Tests[test].Results {
		if ran(r.Verdict) && r.Duration > 0 {
			all = append(all, r.Duration.Seconds())
		}
	}
	return all
}

// slowest are the tests that take longest, with the scale of their strips.
func (v *view) slowest() (rows []slowRow, scale string) {
	sc := scaleOf{low: math.Inf(1)}
	for _, t := range v.slowestTests() {
		sc.low, sc.high = min(sc.low, slices.Min(v.seconds(t))), max(sc.high, slices.Max(v.seconds(t)))
	}
	if sc.high < 10*sc.low {
		sc.low = 0
	}
	for _, t := range v.slowestTests() {
		samples := v.seconds(t)
		rows = append(rows, slowRow{line(v.Tests[t].Short), took(v.tallies[t].Median), took(v.tallies[t].High), len(samples), sc.strip(samples)})
	}
	return rows, sc.String()
}
