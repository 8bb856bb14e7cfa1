package chart

import (
	"cmp"
	"errors"
	"fmt"
	"image/color"
	"io"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Lines shows how something grows with something else: a line for each series,
// through a sign at each of its points, with the point's interval where that is known.
//
// An axis is logarithmic, and says so, if all its values are above 0 and the
// greatest is at least ten times the least. Otherwise Y begins at 0, and X at the least.
// X is marked where there are points. The legend is below, in the order of the series.
type Lines struct {
	Title  string
	X, Y   string // what the values are, with their units
	Series []Series
}

// A Series is one line. Without points it is in the legend only.
type Series struct {
	Name   string
	Points []Point // in any order
	Guide  bool    // it was computed, not measured: drawn dashed, in grey, without signs
}

// A Point is a value, Y, at X.
type Point struct {
	X, Y      float64
	Low, High float64 // the interval of Y; both 0 if that isn't known
}

const linesHeight = 9 * vg.Centimeter

// Write draws l as [SVG] or [PNG]. It is an error if there are no points, and if
// a value is infinite or no number.
func (l Lines) Write(w io.Writer, format string) error {
	x, y, err := l.values()
	if err != nil {
		return err
	}
	p := newPlot(l.Title, l.X)
	p.Y.Label.Text, p.Y.Label.Padding, p.Y.Label.TextStyle.Font.Size = l.Y, 4, p.X.Label.TextStyle.Font.Size
	across, up := axisX(p, x), axisY(p, y)
	p.Add(rules{})
	looks := l.looks()
	for i, s := range l.Series {
		if err := s.scaled(across, up).draw(p, looks[i]); err != nil {
			return err
		}
	}
	key := legend{style: p.X.Tick.Label, width: width - 2*margin}
	for i, s := range l.Series {
		key.entries = append(key.entries, entry{s.Name, looks[i]})
	}
	return writeBoth(w, p, linesHeight, key.draw, key.height()+margin, format)
}

// values are the X of all points, ascending and each once, and all that is on the Y axis.
func (l Lines) values() (x, y []float64, err error) {
	for _, s := range l.Series {
		for _, p := range s.Points {
			x, y = append(x, p.X), append(y, p.Y)
			if p.known() {
				y = append(y, p.Low, p.High)
			}
			for _, v := range []float64{p.X, p.Y, p.Low, p.High} {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					return nil, nil, fmt.Errorf("drawing a chart: %s has a value that is %v", s.Name, v)
				}
			}
		}
	}
	if len(x) == 0 {
		return nil, nil, errors.New("drawing a chart: there are no points")
	}
	slices.Sort(x)
	return slices.Compact(x), y, nil
}

func (p Point) known() bool { return p.Low != 0 || p.High != 0 }

// scaled is s in the coordinates of two axes, from left to right.
func (s Series) scaled(x, y func(float64) float64) Series {
	points := make([]Point, len(s.Points))
	for i, p := range s.Points {
		points[i] = Point{X: x(p.X), Y: y(p.Y)}
		if p.known() {
			points[i].Low, points[i].High = y(p.Low), y(p.High)
		} else {
			points[i].Low, points[i].High = points[i].Y, points[i].Y
		}
	}
	slices.SortStableFunc(points, func(a, b Point) int { return cmp.Compare(a.X, b.X) })
	s.Points = points
	return s
}

// draw adds s, scaled.
func (s Series) draw(p *plot.Plot, look look) error {
	if len(s.Points) == 0 {
		return nil
	}
	var xys plotter.XYs
	for _, at := range s.Points {
		xys = append(xys, plotter.XY{X: at.X, Y: at.Y})
		if at.Low != at.High {
			p.Add(whisker{at, look.line.Color})
		}
	}
	line, signs, err := plotter.NewLinePoints(xys)
	if err != nil {
		return fmt.Errorf("drawing a chart: %w", err)
	}
	line.LineStyle, signs.GlyphStyle = look.line, look.sign
	p.Add(line)
	if !s.Guide {
		p.Add(signs)
	}
	return nil
}

// A whisker is the interval of a point.
type whisker struct {
	Point
	color color.Color
}

// Plot implements [plot.Plotter].
func (w whisker) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	style := draw.LineStyle{Color: w.color, Width: 0.8}
	at, low, high := x(w.X), y(w.Low), y(w.High)
	c.StrokeLine2(style, at, low, at, high)
	for _, end := range []vg.Length{low, high} {
		c.StrokeLine2(style, at-3, end, at+3, end)
	}
}
