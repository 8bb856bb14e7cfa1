package scaling

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/ptr-project/ptr/reports/chart"
	"github.com/ptr-project/ptr/reports/page"
)

// explanation says what the words of the tables mean.
const explanation = "The bound is the greatest of three times that no schedule beats: the tests' own time in equal shares, the longest test, and the CPU time of all tests on all cores; " +
	"efficiency is its share of the time after the set-up."

// parts says what the parts of the second table are.
const parts = "Times of workers, divided by their number: they add up to the time after the set-up. Slower is what tests take more than in the same round with the fewest workers; between tests is the engine, and isolation; " +
	"processes is ending one and starting the next, until its first test begins; idle is waiting for the others' last tests."

// writePage writes a page with everything on it.
func writePage(w io.Writer, r Result) error {
	var picture bytes.Buffer
	if err := drawn(chart.SVG)(&picture, r); err != nil {
		return err
	}
	tables := r.Tables()
	return page.Page{
		Title:  fmt.Sprintf("Wall time of %s against workers", r.Suite),
		Answer: r.Verdict,
		Facts:  r.facts(),
		Sections: []page.Section{
			{Heading: "Wall time", Picture: picture.Bytes(), Alt: "wall time against the number of workers; the table has the medians",
				Text: "Medians, with their intervals at 95 % where there are six rounds or more. Nothing gets below the dotted line."},
			{Heading: tables[0].Title, Table: pageTable(tables[0]), Text: explanation},
			{Heading: tables[1].Title, Table: pageTable(tables[1]), Text: parts},
		},
	}.Write(w)
}

func pageTable(t Table) page.Table {
	table := page.Table{Header: t.Header}
	for _, row := range t.Rows {
		table.Rows = append(table.Rows, page.Row{Cells: row})
	}
	return table
}

func (r Result) facts() []page.Fact {
	facts := []page.Fact{
		{Name: "suite", Text: fmt.Sprintf("%s, %s", r.Suite, counted(r.Tests, "test", "tests"))},
		{Name: "rounds", Text: fmt.Sprintf("%d, each number of workers in each, in another order every time", r.Rounds)},
		{Name: "machine", Text: fmt.Sprintf("%s/%s, %d CPUs", r.OS, r.Arch, r.CPUs)},
	}
	if r.Engine != nil {
		facts = append(facts, page.Fact{Name: "engine", Text: r.EngineText()})
	}
	if len(r.Warnings) > 0 {
		facts = append(facts, page.Fact{Name: "note", Text: strings.Join(r.Warnings, "; ")})
	}
	return facts
}

// EngineText says what the engine costs for each test; "" if that isn't known.
func (r Result) EngineText() string {
	if r.Engine == nil {
		return ""
	}
	micros := func(f Figure) string {
		text := fmt.Sprintf("%.0f µs", 1e6*f.Median)
		if f.Interval != nil {
			text += fmt.Sprintf(" (%.0f – %.0f)", 1e6*f.Interval.Low, 1e6*f.Interval.High)
		}
		return text
	}
	return fmt.Sprintf("%s of wall time and %s of CPU time for each test, against a plain test binary of tests that do nothing", micros(*r.Engine), micros(*r.EngineCPU))
}
