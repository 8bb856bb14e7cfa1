package health

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/stats"
)

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
