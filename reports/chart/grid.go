package chart

import (
	"errors"
	"image/color"
	"io"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Grid shows by colours what became of things, one a row, in the course of time.
type Grid struct {
	Title, Axis string
	Rows        []GridRow // the first at the top
	Colours     []Colour  // by index, for a legend
}

// A GridRow is one thing; each cell is an index into colours, or below 0 for nothing.
type GridRow struct {
	Name  string
	Cells []int
}

// A Colour is what a cell means.
type Colour struct {
	Name  string
	Paint color.Color
}

// Meanings are the colours of outcomes: what is good is pale.
func Meanings() []Colour {
	return []Colour{
		{"passed", color.NRGBA{0xcf, 0xe6, 0xdd, 0xff}}, {"failed", vermilion()}, {"passed on a retry", color.NRGBA{0xe6, 0x9f, 0x00, 0xff}},
		{"skipped", grey()}, {"not run", color.NRGBA{0xf2, 0xf2, 0xf2, 0xff}},
	}
}

// Write draws g as [SVG] or [PNG]. It is an error if there are no cells.
func (g Grid) Write(w io.Writer, format string) error {
	if len(g.Rows) == 0 || len(g.Rows[0].Cells) == 0 {
		return errors.New("drawing a chart: there are no cells")
	}
	p := newPlot(g.Title, g.Axis)
	p.X.Min, p.X.Max = 0, float64(len(g.Rows[0].Cells))
	p.Y.Min, p.Y.Max = -0.6, float64(len(g.Rows))-0.4
	names := make([]string, len(g.Rows))
	for i, r := range g.Rows {
		names[len(names)-1-i] = r.Name
	}
	p.NominalY(names...)
	p.X.Tick.Marker = plot.ConstantTicks{{Value: 0.5, Label: "first"}, {Value: p.X.Max - 0.5, Label: "latest"}}
	p.Add(cells(g))
	return write(w, p, vg.Length(len(g.Rows))*0.55*vg.Centimeter+3*vg.Centimeter, format)
}

// cells draws the cells of a grid.
type cells Grid

// Plot implements [plot.Plotter].
func (g cells) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for i, row := range g.Rows {
		at := float64(len(g.Rows) - 1 - i)
		for n, cell := range row.Cells {
			if cell < 0 {
				continue
			}
			c.FillPolygon(g.Colours[cell].Paint, []vg.Point{
				{X: x(float64(n)), Y: y(at - 0.42)}, {X: x(float64(n) + 0.94), Y: y(at - 0.42)},
				{X: x(float64(n) + 0.94), Y: y(at + 0.42)}, {X: x(float64(n)), Y: y(at + 0.42)},
			})
		}
	}
}
