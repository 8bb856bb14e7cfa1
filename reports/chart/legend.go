package chart

import (
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A look is how a series is told from others: by colour, and, where there is
// none, by the shape of its signs or its dashes.
type look struct {
	line draw.LineStyle
	sign draw.GlyphStyle // of no radius for a guide
}

// looks are those of l's series.
func (l Lines) looks() []look {
	var looks []look
	measured, guides := 0, 0
	for _, s := range l.Series {
		if s.Guide {
			looks = append(looks, guideLook(guides))
			guides++
		} else {
			looks = append(looks, seriesLook(measured))
			measured++
		}
	}
	return looks
}

// seriesLook is the look of series i: there are 42 of them.
func seriesLook(i int) look {
	colors := palette()
	shapes := []draw.GlyphDrawer{
		draw.CircleGlyph{}, draw.SquareGlyph{}, draw.PyramidGlyph{}, draw.RingGlyph{}, draw.BoxGlyph{}, draw.TriangleGlyph{},
	}
	color := colors[i%len(colors)]
	return look{
		line: draw.LineStyle{Color: color, Width: 1.4},
		sign: draw.GlyphStyle{Color: color, Radius: 3, Shape: shapes[i%len(shapes)]},
	}
}

// guideLook is the look of guide i: there are 3 of them.
func guideLook(i int) look {
	dashes := [][]vg.Length{{6, 3}, {1.5, 2.5}, {8, 2, 1.5, 2}}
	return look{line: draw.LineStyle{Color: dark(), Width: 1.2, Dashes: dashes[i%len(dashes)]}}
}

// A legend names the looks, in rows that are as long as there is room.
type legend struct {
	entries []entry
	style   text.Style
	width   vg.Length
}

type entry struct {
	name string
	look look
}

const (
	thumb    = 9 * vg.Millimeter // an example of the line
	gap      = 2 * vg.Millimeter // between it and its name
	between  = 6 * vg.Millimeter // two entries
	legendEm = 5 * vg.Millimeter // a row
)

// place calls put with where each entry begins, from the left and from the top,
// and returns how many rows there are.
func (l legend) place(put func(e entry, x vg.Length, row int)) int {
	row, x := 0, vg.Length(0)
	for _, e := range l.entries {
		needs := thumb + gap + l.style.Width(e.name)
		if x > 0 && x+needs > l.width {
			row, x = row+1, 0
		}
		put(e, x, row)
		x += needs + between
	}
	return row + 1
}

func (l legend) height() vg.Length {
	return vg.Length(l.place(func(entry, vg.Length, int) {})) * legendEm
}

// draw draws l from the top of c.
func (l legend) draw(c draw.Canvas) {
	style := l.style
	style.XAlign, style.YAlign = text.XLeft, text.YCenter
	l.place(func(e entry, x vg.Length, row int) {
		left, y := c.Min.X+x, c.Max.Y-(vg.Length(row)+0.5)*legendEm
		c.StrokeLine2(e.look.line, left, y, left+thumb, y)
		if e.look.sign.Radius > 0 {
			c.DrawGlyph(e.look.sign, vg.Point{X: left + thumb/2, Y: y})
		}
		c.FillText(style, vg.Point{X: left + thumb + gap, Y: y}, e.name)
	})
}
