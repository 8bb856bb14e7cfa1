package scaling

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/ptr-project/ptr/reports/chart"
)

// A Format writes a result for a program, or a page, to read.
type Format func(io.Writer, Result) error

// Formats are all of them, by name.
func Formats() map[string]Format {
	return map[string]Format{
		"json": writeJSON, "csv": writeCSV, "markdown": writeMarkdown,
		"html": writePage, "svg": drawn(chart.SVG), "png": drawn(chart.PNG),
	}
}

// drawn is a picture of wall time against workers.
func drawn(format string) Format {
	return func(w io.Writer, r Result) error { return r.chart().Write(w, format) }
}

func (r Result) chart() chart.Lines {
	wall := chart.Series{Name: "ptr run"}
	ideal := chart.Series{Name: "the set-up, and the rest shared out equally", Guide: true}
	bound := chart.Series{Name: "the set-up, and what no schedule beats", Guide: true}
	base := r.Rows[0]
	for _, row := range r.Rows {
		n := float64(row.Workers)
		p := chart.Point{X: n, Y: row.Wall.Median}
		if i := row.Wall.Interval; i != nil {
			p.Low, p.High = i.Low, i.High
		}
		wall.Points = append(wall.Points, p)
		alone := (base.Wall.Median - base.SetUp) * float64(base.Workers)
		ideal.Points = append(ideal.Points, chart.Point{X: n, Y: base.SetUp + alone/n})
		bound.Points = append(bound.Points, chart.Point{X: n, Y: row.SetUp + row.Bound.Median})
	}
	return chart.Lines{
		Title: fmt.Sprintf("%s: %d tests on %d cores", r.Suite, r.Tests, r.CPUs),
		X:     "workers", Y: "wall time, seconds",
		Series: []chart.Series{wall, ideal, bound},
	}
}

func writeJSON(w io.Writer, r Result) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// writeCSV writes a line for each run.
func writeCSV(w io.Writer, r Result) error {
	lines := csv.NewWriter(w)
	_ = lines.Write([]string{"suite", "workers", "round", "seconds"}) // errors come back from Flush
	for _, row := range r.Rows {
		for i, s := range row.Samples {
			_ = lines.Write([]string{r.Suite, strconv.Itoa(row.Workers), strconv.Itoa(i + 1), strconv.FormatFloat(s, 'g', -1, 64)})
		}
	}
	lines.Flush()
	return lines.Error()
}

// writeMarkdown writes tables such as one puts into a document.
func writeMarkdown(w io.Writer, r Result) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", r.Verdict)
	for _, t := range r.Tables() {
		fmt.Fprintf(&b, "\n| %s |\n|%s\n", strings.Join(t.Header, " | "), strings.Repeat(" --- |", len(t.Header)))
		for _, row := range t.Rows {
			fmt.Fprintf(&b, "| %s |\n", strings.Join(row, " | "))
		}
	}
	for _, warning := range r.Warnings {
		fmt.Fprintf(&b, "\nNote: %s.\n", warning)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
