package health

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/stats"
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

// A scaleOf is an axis of seconds: logarithmic unless it begins at 0.
type scaleOf struct{ low, high float64 }

func (s scaleOf) String() string {
	text := "from 0 to " + took(time.Duration(s.high*float64(time.Second)))
	if s.low > 0 {
		text = fmt.Sprintf("from %s to %s, logarithmic", took(time.Duration(s.low*float64(time.Second))), took(time.Duration(s.high*float64(time.Second))))
	}
	return text
}

// at is where x is, from 0 to 1.
func (s scaleOf) at(x float64) float64 {
	if s.low == 0 {
		return x / s.high
	}
	return math.Log(x/s.low) / math.Log(s.high/s.low)
}

func interval(values []float64) (stats.Interval, bool) {
	return stats.MedianInterval(values, confidence)
}

// strip draws values.
func (s scaleOf) strip(values []float64) template.HTML {
	var b strings.Builder
	at := func(x float64) string { return fmt.Sprintf("%.2f%%", 100*s.at(x)) }
	middle := stats.Median(values)
	fmt.Fprintf(&b, `<svg class="strip" role="img" aria-label="%d runs, median %.3g s, from %.3g to %.3g s">`, len(values), middle, slices.Min(values), slices.Max(values))
	if len(values) < enoughForShape {
		for i, x := range values {
			fmt.Fprintf(&b, `<circle class="dot" cx="%s" cy="%.1f" r="2.5"/>`, at(x), 9+4*math.Sin(float64(i)*2.4))
		}
	} else {
		b.WriteString(s.violin(values))
	}
	if i, known := interval(values); known {
		fmt.Fprintf(&b, `<line class="interval" x1="%s" x2="%s" y1="9" y2="9"/>`, at(i.Low), at(i.High))
	}
	fmt.Fprintf(&b, `<line class="median" x1="%[1]s" x2="%[1]s" y1="2" y2="16"/></svg>`, at(middle))
	return template.HTML(b.String()) // numbers of our own
}

// violin is the shape of the distribution of values: their density, by Gaussian kernels
// of Silverman's width, above and below a line.
//
// Source: B. W. Silverman, Density Estimation (1986), equation 3.31.
func (s scaleOf) violin(values []float64) string {
	const points = 60
	places := make([]float64, len(values))
	for i, x := range values {
		places[i] = s.at(x)
	}
	slices.Sort(places)
	n := float64(len(places))
	spread := (places[int(0.75*(n-1))] - places[int(0.25*(n-1))]) / 1.34
	width := max(0.9*spread*math.Pow(n, -0.2), 1.0/400)
	from, to := max(0, places[0]-2*width), min(1, places[len(places)-1]+2*width)
	x := func(i int) float64 { return from + (to-from)*float64(i)/points }
	density, peak := make([]float64, points+1), 0.0
	for i := range density {
		for _, place := range places {
			z := (x(i) - place) / width
			density[i] += math.Exp(-z * z / 2)
		}
		peak = max(peak, density[i])
	}
	var b strings.Builder
	b.WriteString(`<svg viewBox="0 0 1000 18" preserveAspectRatio="none" width="100%" height="18"><path class="violin" d="M`)
	for i := range density {
		fmt.Fprintf(&b, "%.1f %.2f ", 1000*x(i), 9-8*density[i]/peak)
	}
	for i := points; i >= 0; i-- {
		fmt.Fprintf(&b, "L%.1f %.2f ", 1000*x(i), 9+8*density[i]/peak)
	}
	return b.String() + `Z"/></svg>`
}
