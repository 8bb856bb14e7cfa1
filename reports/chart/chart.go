// Package chart draws what people would rather look at than read. All charts
// look alike, in colours that the colour-blind can tell apart, on white, so that they
// can be read in print and beside a dark page.
package chart

import (
	"fmt"
	"image/color"
	"io"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// The formats that charts can be written in.
const (
	SVG = "svg"
	PNG = "png"
)

const (
	width  = 16 * vg.Centimeter
	margin = 3 * vg.Millimeter
)

// The colours are those of M. Okabe and K. Ito, "Color Universal Design" (2008).
func blue() color.Color      { return color.NRGBA{0x00, 0x72, 0xb2, 0x90} }
func vermilion() color.Color { return color.NRGBA{0xd5, 0x5e, 0x00, 0xff} }
func grey() color.Color      { return color.NRGBA{0xdd, 0xdd, 0xdd, 0xff} }
func dark() color.Color      { return color.NRGBA{0x55, 0x55, 0x55, 0xff} }

// palette tells series apart: the colours of Okabe and Ito, without the yellow,
// which cannot be seen on white.
func palette() []color.Color {
	return []color.Color{
		color.NRGBA{0x00, 0x72, 0xb2, 0xff}, // blue
		vermilion(),
		color.NRGBA{0x00, 0x9e, 0x73, 0xff}, // bluish green
		color.NRGBA{0xcc, 0x79, 0xa7, 0xff}, // reddish purple
		color.NRGBA{0x56, 0xb4, 0xe9, 0xff}, // sky blue
		color.NRGBA{0xe6, 0x9f, 0x00, 0xff}, // orange
		color.NRGBA{0x00, 0x00, 0x00, 0xff},
	}
}

// newPlot is an empty plot in the shared look.
func newPlot(title, axis string) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = color.White
	p.Title.Text, p.X.Label.Text = title, axis
	p.Title.TextStyle.Font.Size, p.X.Label.TextStyle.Font.Size = 12, 10
	p.Title.Padding, p.X.Label.Padding = 8, 4
	p.X.Padding, p.Y.Padding = 6, 6
	return p
}

// number is v with as many digits as it needs.
func number(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }

// write draws p at a height, with a margin.
func write(w io.Writer, p *plot.Plot, height vg.Length, format string) error {
	return writeBoth(w, p, height, nil, 0, format)
}

// writeBoth draws p at a height, and below it what needs another.
func writeBoth(w io.Writer, p *plot.Plot, height vg.Length, below func(draw.Canvas), needs vg.Length, format string) error {
	canvas, err := draw.NewFormattedCanvas(width, height+needs, format)
	if err != nil {
		return fmt.Errorf("drawing a chart: %w", err)
	}
	whole := draw.New(canvas)
	whole.SetColor(p.BackgroundColor)
	whole.Fill(whole.Path())
	p.Draw(draw.Crop(whole, margin, -margin, needs+margin, -margin))
	if below != nil {
		below(draw.Crop(whole, margin, -margin, margin, -height))
	}
	_, err = canvas.WriteTo(w)
	return err
}
