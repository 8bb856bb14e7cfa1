package cloning

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/ptr-project/ptr/reports/chart"
)

// Formats are all of a result, by name.
func Formats() map[string]func(io.Writer, Result) error {
	return map[string]func(io.Writer, Result) error{
		"json":      func(w io.Writer, r Result) error { return writeJSON(w, r) },
		"csv":       func(w io.Writer, r Result) error { return writeCSV(w, r) },
		"benchstat": func(w io.Writer, r Result) error { return writeBenchstat(w, r) },
		"markdown":  writeMarkdown,
		"html":      writePage,
		"svg":       drawn(chart.SVG),
		"png":       drawn(chart.PNG),
	}
}

// drawn is a picture of every sample of every strategy.
func drawn(format string) func(io.Writer, Result) error {
	return func(w io.Writer, r Result) error {
		c := chart.Strips{
			Title: fmt.Sprintf("%s clones of a template of %.1f MB", r.Backend, float64(r.Bytes)/megabyte),
			Axis:  "milliseconds for one clone, until rows are read and written",
		}
		for _, row := range r.Rows {
			g := chart.Group{Name: row.Name, Median: 1000 * row.Median}
			if row.Interval != nil {
				g.Low, g.High = 1000*row.Interval.Low, 1000*row.Interval.High
			}
			for _, s := range row.Samples {
				g.Values = append(g.Values, 1000*s)
			}
			c.Groups = append(c.Groups, g)
		}
		return c.Write(w, format)
	}
}

func writeJSON(w io.Writer, value any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(value)
}

// writeCSV writes a line for each sample.
func writeCSV(w io.Writer, results ...Result) error {
	lines := csv.NewWriter(w)
	_ = lines.Write([]string{"backend", "size", "parallel", "strategy", "round", "seconds"}) // errors come back from Flush
	for _, r := range results {
		for _, row := range r.Rows {
			for i, s := range row.Samples {
				_ = lines.Write([]string{r.Backend, r.Size, strconv.Itoa(r.Parallel), row.Name, strconv.Itoa(i + 1), strconv.FormatFloat(s, 'g', -1, 64)})
			}
		}
	}
	lines.Flush()
	return lines.Error()
}

// writeBenchstat writes what benchstat reads.
//
// Source: "Go Benchmark Data Format", golang.org/design/14313-benchmark-format.
func writeBenchstat(w io.Writer, results ...Result) error {
	var b strings.Builder
	for _, r := range results {
		fmt.Fprintf(&b, "goos: %s\ngoarch: %s\npkg: clone/%s\n", r.Machine.OS, r.Machine.Arch, r.Backend)
		for _, row := range r.Rows {
			for _, s := range row.Samples {
				fmt.Fprintf(&b, "BenchmarkClone/size=%s/parallel=%d/strategy=%s-%d 1 %.0f ns/op\n", word(r.Size), r.Parallel, word(row.Name), r.Machine.CPUs, 1e9*s)
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// word has no spaces, and no slash.
func word(s string) string { return strings.NewReplacer(" ", "_", "/", "_").Replace(s) }

// writeMarkdown writes what one puts into a document.
func writeMarkdown(w io.Writer, r Result) error {
	if _, err := fmt.Fprintf(w, "%s %s, template of %s (%d bytes), %d CPUs\n\n", r.Backend, r.Version, r.Size, r.Bytes, r.Machine.CPUs); err != nil {
		return err
	}
	if err := writeTables(w, r.Shown()); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n"+r.Recommendation+"\n")
	return err
}
