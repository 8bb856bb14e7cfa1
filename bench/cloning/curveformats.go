package cloning

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/reports/chart"
	"github.com/ptr-project/ptr/reports/page"
)

// CurveFormats are all formats of a curve, by name.
func CurveFormats() map[string]func(io.Writer, Curve) error {
	return map[string]func(io.Writer, Curve) error{
		"json":      func(w io.Writer, c Curve) error { return writeJSON(w, c) },
		"csv":       func(w io.Writer, c Curve) error { return writeCSV(w, c.Points...) },
		"benchstat": func(w io.Writer, c Curve) error { return writeBenchstat(w, c.Points...) },
		"markdown":  func(w io.Writer, c Curve) error { return writeTables(w, c.Shown()) },
		"html":      writeCurvePage,
		"svg":       func(w io.Writer, c Curve) error { return c.chart().Write(w, chart.SVG) },
		"png":       func(w io.Writer, c Curve) error { return c.chart().Write(w, chart.PNG) },
	}
}

// chart has a line for each strategy.
func (c Curve) chart() chart.Lines {
	lines := chart.Lines{
		Title: fmt.Sprintf("%s clones, by the size of the template", c.Points[0].Backend),
		X:     "megabytes of the template", Y: "milliseconds for one clone",
	}
	if c.Against == AgainstParallel {
		lines.Title, lines.X = fmt.Sprintf("%s clones, by how many are made at a time", c.Points[0].Backend), "clones at a time"
	}
	for _, name := range c.names() {
		s := chart.Series{Name: name}
		for _, r := range c.Points {
			row := r.row(name)
			if row.Disqualified != "" {
				continue
			}
			point := chart.Point{X: c.x(r), Y: 1000 * row.Median}
			if row.Interval != nil {
				point.Low, point.High = 1000*row.Interval.Low, 1000*row.Interval.High
			}
			s.Points = append(s.Points, point)
		}
		lines.Series = append(lines.Series, s)
	}
	return lines
}

// writeTables writes tables such as one puts into a document.
func writeTables(w io.Writer, tables []Table) error {
	var b strings.Builder
	for i, t := range tables {
		if i > 0 {
			b.WriteByte('\n')
		}
		line := func(cells []string) {
			b.WriteByte('|')
			for _, cell := range cells {
				fmt.Fprintf(&b, " %s |", strings.ReplaceAll(cell, "|", `\|`))
			}
			b.WriteByte('\n')
		}
		line(t.Header)
		fmt.Fprintf(&b, "|%s\n", strings.Repeat(" --- |", len(t.Header)))
		for _, cells := range t.Rows {
			line(cells)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeCurvePage writes a page with the curve, and what was measured at each point.
func writeCurvePage(w io.Writer, c Curve) error {
	var picture bytes.Buffer
	if err := c.chart().Write(&picture, chart.SVG); err != nil {
		return err
	}
	p := page.Page{
		Title:  c.chart().Title,
		Answer: c.Answer(),
		Facts:  c.facts(),
		Sections: []page.Section{{
			Heading: "How it grows", Picture: picture.Bytes(), Alt: "how long each strategy takes at each point; the tables have the values",
			Text: "A sign is the median, the bar through it its interval at 95 %. Lower is better.",
		}},
	}
	for i, t := range c.Shown() {
		heading := []string{"Medians", "First touch"}[i]
		p.Sections = append(p.Sections, page.Section{Heading: heading, Table: paged(t, "")})
	}
	for _, r := range c.Points {
		p.Sections = append(p.Sections, page.Section{Heading: c.label(r), Text: r.Recommendation, Table: paged(r.Shown()[0], r.Fastest)})
	}
	return p.Write(w)
}

// facts are those of the first point, but for its template.
func (c Curve) facts() []page.Fact {
	return slices.DeleteFunc(c.Points[0].facts(), func(f page.Fact) bool { return f.Name == "template" })
}

// Answer is what it comes to, in a sentence.
func (c Curve) Answer() string {
	if !slices.ContainsFunc(c.Points, Result.Qualified) {
		return noWay
	}
	var parts []string
	for _, r := range c.Points {
		best, some := r.least()
		part := fmt.Sprintf("%s (%s, %s)", best.Name, c.label(r), duration(best.Median))
		switch {
		case !some:
			part = fmt.Sprintf("none (%s)", c.label(r))
		case r.Fastest == "":
			part += ", not surely"
		}
		parts = append(parts, part)
	}
	return "The fastest is " + strings.Join(parts, "; ") + "."
}

// least is the way that took the least time, if there is one.
func (r Result) least() (best Row, some bool) {
	for _, row := range r.Rows {
		if row.Disqualified == "" && !row.aside && (!some || row.Median < best.Median) {
			best, some = row, true
		}
	}
	return best, some
}

// paged is t on a page, where the row of best stands out.
func paged(t Table, best string) page.Table {
	p := page.Table{Header: t.Header}
	for _, cells := range t.Rows {
		p.Rows = append(p.Rows, page.Row{Cells: cells, Best: cells[0] == best})
	}
	return p
}
