package chart

import (
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"
)

// axisX prepares the axis, and returns its scale.
func axisX(p *plot.Plot, x []float64) func(float64) float64 {
	scale := linear
	if tenfold(x) {
		scale = math.Log10
		p.X.Label.Text += " (logarithmic)"
	}
	p.X.Min, p.X.Max = scale(x[0]), scale(x[len(x)-1])
	if p.X.Min == p.X.Max {
		p.X.Min, p.X.Max = p.X.Min-1, p.X.Max+1
	}
	// What the labels of the Y axis leave, at the least.
	p.X.Tick.Marker = marks{values: x, scale: scale, style: p.X.Tick.Label, length: width * 3 / 4}
	return scale
}

// axisY prepares the axis, and returns its scale.
func axisY(p *plot.Plot, y []float64) func(float64) float64 {
	low, high := slices.Min(y), slices.Max(y)
	if tenfold(y) {
		p.Y.Label.Text += " (logarithmic)"
		p.Y.Tick.Marker = decades{}
		p.Y.Min, p.Y.Max = math.Log10(low/1.2), math.Log10(high*1.2)
		return math.Log10
	}
	p.Y.Min, p.Y.Max = min(0, 1.05*low), max(0, 1.05*high)
	if p.Y.Min == p.Y.Max {
		p.Y.Max = 1
	}
	return linear
}

// tenfold says whether values span a decade, and have logarithms.
func tenfold(values []float64) bool {
	low := slices.Min(values)
	return low > 0 && slices.Max(values) >= 10*low
}

// rules are faint lines at the ticks of the Y axis that have labels.
type rules struct{}

// Plot implements [plot.Plotter].
func (rules) Plot(c draw.Canvas, p *plot.Plot) {
	_, y := p.Transforms(&c)
	for _, tick := range p.Y.Tick.Marker.Ticks(p.Y.Min, p.Y.Max) {
		if at := y(tick.Value); tick.Label != "" {
			c.StrokeLine2(draw.LineStyle{Color: grey(), Width: 0.5}, c.Min.X, at, c.Max.X, at)
		}
	}
}
