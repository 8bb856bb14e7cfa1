package chart

import (
	"errors"
	"image/color"
	"io"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Heat is a grid of numbers as colours: vermilion above 0 and blue below it, the stronger
// the further from it.
type Heat struct {
	Title   string
	Axis    string      // what the columns are
	Rows    []string    // their names, the first at the top
	Columns []string    // short: they stand side by side
	Values  [][]float64 // of each row, in [-1, 1]; NaN is nothing, and drawn so
}

// Sizes of a grid's cells.
const (
	tallest = 0.6 * vg.Centimeter
	lowest  = 0.25 * vg.Centimeter // of many: their names are left out
)

// Write draws h as [SVG] or [PNG]. It is an error if it is empty.
func (h Heat) Write(w io.Writer, format string) error {
	if len(h.Rows) == 0 || len(h.Columns) == 0 {
		return errors.New("drawing a chart: there are no values")
	}
	p := newPlot(h.Title, h.Axis)
	p.Add(grid{h.Values})
	names := make([]string, len(h.Rows))
	for i, name := range h.Rows {
		names[len(names)-1-i] = name
	}
	tall := max(lowest, min(tallest, 40*vg.Centimeter/vg.Length(len(h.Rows))))
	if len(h.Columns) <= 40 {
		p.NominalX(h.Columns...) // which sets Y's padding, too
	}
	if tall > lowest {
		p.NominalY(names...)
		for _, name := range names { // other fonts than the one that is measured are wider
			p.Y.Padding = max(p.Y.Padding, p.Y.Tick.Label.Width(name)/5)
		}
	}
	p.X.Min, p.X.Max = -0.5, float64(len(h.Columns))-0.5
	p.Y.Min, p.Y.Max = -0.5, float64(len(h.Rows))-0.5
	return write(w, p, vg.Length(len(h.Rows))*tall+3*vg.Centimeter, format)
}

// A grid draws values as cells.
type grid struct{ values [][]float64 }

func (g grid) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for i, row := range g.values {
		at := float64(len(g.values) - 1 - i)
		for j, v := range row {
			gap := (x(1) - x(0)) / 20
			c.SetColor(heatOf(v))
			left, right, low, high := x(float64(j)-0.5)+gap, x(float64(j)+0.5)-gap, y(at-0.5)+gap, y(at+0.5)-gap
			var path vg.Path
			path.Move(vg.Point{X: left, Y: low})
			path.Line(vg.Point{X: right, Y: low})
			path.Line(vg.Point{X: right, Y: high})
			path.Line(vg.Point{X: left, Y: high})
			path.Close()
			c.Fill(path)
		}
	}
}

// heatOf is the colour of a value.
func heatOf(v float64) color.Color {
	if math.IsNaN(v) {
		return color.NRGBA{0xf2, 0xf2, 0xf2, 0xff}
	}
	strength := uint8(64 + 191*min(1, math.Abs(v)))
	if v < 0 {
		return color.NRGBA{0x00, 0x72, 0xb2, strength}
	}
	return color.NRGBA{0xd5, 0x5e, 0x00, strength}
}
