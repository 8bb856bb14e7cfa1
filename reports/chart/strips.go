package chart

import (
	"errors"
	"io"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Strips compares the distributions of several groups: a strip for each, with a
// dot for each value, a bar at the median, and a line for its interval. Values must
// be above 0; where they differ tenfold, the axis is logarithmic, and says so.
type Strips struct {
	Title  string
	Axis   string // what the values are, with their unit
	Groups []Group
}

// A Group is one strip, the first at the top.
type Group struct {
	Name      string
	Values    []float64
	Median    float64
	Low, High float64 // its interval; both 0 if that isn't known
}

// Write draws s as [SVG] or [PNG]. It is an error if there are no values.
func (s Strips) Write(w io.Writer, format string) error {
	low, high := s.limits()
	if low > high {
		return errors.New("drawing a chart: there are no values")
	}
	p, scale := newPlot(s.Title, s.Axis), linear
	p.X.Min, p.X.Max = 0, high*1.05
	if high > 10*low {
		scale = math.Log10
		p.X.Tick.Marker = decades{}
		p.X.Label.Text += " (logarithmic)"
		p.X.Min, p.X.Max = scale(low/1.3), scale(high*1.3)
	}
	p.Add(lanes(len(s.Groups)))
	var names []string
	for i, g := range slices.Backward(s.Groups) {
		names = append(names, g.Name)
		if err := g.scaled(scale).draw(p, float64(len(s.Groups)-1-i)); err != nil {
			return err
		}
	}
	p.NominalY(names...)
	p.Y.Min, p.Y.Max = -0.6, float64(len(s.Groups))-0.4
	return write(w, p, vg.Length(len(s.Groups))*0.9*vg.Centimeter+3*vg.Centimeter, format)
}

func linear(v float64) float64 { return v }

// scaled is g in the coordinates of an axis.
func (g Group) scaled(by func(float64) float64) Group {
	values := make([]float64, len(g.Values))
	for i, v := range g.Values {
		values[i] = by(v)
	}
	if g.High == 0 { // it isn't known
		g.Low, g.High = g.Median, g.Median
	}
	g.Values, g.Median, g.Low, g.High = values, by(g.Median), by(g.Low), by(g.High)
	return g
}

// limits are the least and the greatest value.
func (s Strips) limits() (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, g := range s.Groups {
		for _, v := range g.Values {
			low, high = min(low, v), max(high, v)
		}
	}
	return low, high
}

// draw adds g at a height.
func (g Group) draw(p *plot.Plot, at float64) error {
	if len(g.Values) == 0 {
		return nil
	}
	dots, err := plotter.NewScatter(spread(g.Values, at))
	if err != nil {
		return err
	}
	dots.GlyphStyle = draw.GlyphStyle{Color: blue(), Radius: 2.2, Shape: draw.CircleGlyph{}}
	p.Add(dots)
	if err := stroke(p, 2.5, plotter.XYs{{X: g.Median, Y: at - 0.3}, {X: g.Median, Y: at + 0.3}}); err != nil {
		return err
	}
	return stroke(p, 1.2, plotter.XYs{{X: g.Low, Y: at}, {X: g.High, Y: at}})
}

// spread puts values above and below each other in turn, so that equal ones can
// be seen.
func spread(values []float64, at float64) plotter.XYs {
	var points plotter.XYs
	for i, v := range values {
		points = append(points, plotter.XY{X: v, Y: at + 0.18*math.Sin(float64(i)*2.4)})
	}
	return points
}

func stroke(p *plot.Plot, width vg.Length, between plotter.XYs) error {
	line, err := plotter.NewLine(between)
	if err != nil {
		return err
	}
	line.LineStyle = draw.LineStyle{Color: vermilion(), Width: width}
	p.Add(line)
	return nil
}

// lanes are the lines that strips lie on.
type lanes int

// Plot implements [plot.Plotter].
func (n lanes) Plot(c draw.Canvas, p *plot.Plot) {
	_, y := p.Transforms(&c)
	for i := range int(n) {
		at := y(float64(i))
		c.StrokeLine2(draw.LineStyle{Color: grey(), Width: 0.5}, c.Min.X, at, c.Max.X, at)
	}
}
