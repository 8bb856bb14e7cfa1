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

// A Format writes a result for a program, or a page, to read.
type Format func(io.Writer, Result) error

// Formats are all of them, by name.
func Formats() map[string]Format {
	return map[string]Format{
		"json": writeJSON, "csv": writeCSV, "markdown": writeMarkdown, "benchstat": writeBenchstat,
		"html": writePage, "svg": drawn(chart.SVG), "png": drawn(chart.PNG),
	}
}

// drawn is a picture of every sample of every strategy.
func drawn(format string) Format {
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

func writeJSON(w io.Writer, r Result) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// writeCSV writes a line for each sample.
func writeCSV(w io.Writer, r Result) error {
	lines := csv.NewWriter(w)
	_ = lines.Write([]string{"backend", "size", "strategy", "round", "seconds"}) // errors come back from Flush
	for _, row := range r.Rows {
		for i, s := range row.Samples {
			_ = lines.Write([]string{r.Backend, r.Size, row.Name, strconv.Itoa(i + 1), strconv.FormatFloat(s, 'g', -1, 64)})
		}
	}
	lines.Flush()
	return lines.Error()
}

// writeBenchstat writes what benchstat reads.
//
// Source: "Go Benchmark Data Format", golang.org/design/14313-benchmark-format.
func writeBenchstat(w io.Writer, r Result) error {
	var b strings.Builder
	fmt.Fprintf(&b, "goos: %s\ngoarch: %s\npkg: clone/%s\n", r.Machine.OS, r.Machine.Arch, r.Backend)
	for _, row := range r.Rows {
		for _, s := range row.Samples {
			fmt.Fprintf(&b, "BenchmarkClone/size=%s/strategy=%s-%d 1 %.0f ns/op\n", word(r.Size), word(row.Name), r.Machine.CPUs, 1e9*s)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// word has no spaces, and no slash.
func word(s string) string { return strings.NewReplacer(" ", "_", "/", "_").Replace(s) }

// writeMarkdown writes a table such as one puts into a document.
func writeMarkdown(w io.Writer, r Result) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s, template of %s (%d bytes), %d CPUs\n\n", r.Backend, r.Version, r.Size, r.Bytes, r.Machine.CPUs)
	fmt.Fprintf(&b, "| %s |\n|%s\n", strings.Join(Header(), " | "), strings.Repeat(" --- |", len(Header())))
	for _, row := range r.Rows {
		fmt.Fprintf(&b, "| %s |\n", strings.ReplaceAll(strings.Join(row.Cells(), "\x00"), "|", `\|`))
	}
	text := strings.ReplaceAll(b.String(), "\x00", " | ") + "\n" + r.Recommendation + "\n"
	_, err := io.WriteString(w, text)
	return err
}

// Header names the cells of a row.
func Header() []string {
	return []string{"strategy", "clone", "95 % interval", "x fastest", "copy", "first query", "rows", "CPU", "storage", "memory", "prepared"}
}

// Cells are what people see of r, as text.
func (r Row) Cells() []string {
	if r.Disqualified != "" {
		return []string{r.Name, "disqualified: " + r.Disqualified, "", "", "", "", "", "", "", "", ""}
	}
	interval, ratio := "fewer than 6 rounds", fmt.Sprintf("%.2f", r.Ratio)
	if r.Interval != nil {
		interval = fmt.Sprintf("%.2f – %.2f", 1000*r.Interval.Low, 1000*r.Interval.High)
	}
	if r.RatioRange != nil {
		ratio += fmt.Sprintf(" (%.2f – %.2f)", r.RatioRange.Low, r.RatioRange.High)
	}
	if r.Outliers > 0 {
		interval += fmt.Sprintf(", %d far out", r.Outliers)
	}
	return []string{
		r.Name, milliseconds(r.Median), interval, ratio, milliseconds(r.Copy), milliseconds(r.First), milliseconds(r.Touch),
		milliseconds(r.CPU), megabytesOr(r.Storage), megabytesOr(r.Memory), secondsOr(r.Prepare),
	}
}

// megabytesOr is a dash for nothing.
func megabytesOr(bytes float64) string {
	if bytes == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f MB", bytes/megabyte)
}

// secondsOr is a dash for nothing.
func secondsOr(seconds float64) string {
	if seconds == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f s", seconds)
}
