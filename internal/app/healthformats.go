package app

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/reports/chart"
	"github.com/ptr-project/ptr/reports/health"
	"github.com/ptr-project/ptr/suite"
)

// healthFormats are all that a report on a suite can be written in, by name.
func healthFormats() map[string]func(io.Writer, *health.Suite) error {
	all := health.Formats()
	for _, format := range []string{chart.SVG, chart.PNG} {
		all[format] = func(w io.Writer, s *health.Suite) error { return pictureOf(s).Write(w, format) }
		all["heat-"+format] = func(w io.Writer, s *health.Suite) error { return heatOf(s).Write(w, format) }
	}
	return all
}

// HealthFormats are the names of all formats that reports on a suite can be written in.
func HealthFormats() []string { return slices.Sorted(maps.Keys(healthFormats())) }

// heatOf shows what became of tests that went wrong at least once, in every run.
func heatOf(s *health.Suite) chart.Grid {
	g := chart.Grid{Title: fmt.Sprintf("%s: tests that went wrong, in %s", s.Name, reports.Plural(len(s.Runs), "run")), Axis: "runs: failed in red, passed on a retry in yellow", Colours: chart.Meanings()}
	colours := map[suite.Verdict]int{suite.Passed: 0, suite.Failed: 1, suite.Errored: 1, suite.Flaky: 2, suite.Skipped: 3, suite.NotRun: 4}
	for _, row := range health.Wrong(s) {
		cells := make([]int, len(row.Verdicts))
		for i, verdict := range row.Verdicts {
			colour, known := colours[verdict]
			if cells[i] = colour; !known {
				cells[i] = -1
			}
		}
		g.Rows = append(g.Rows, chart.GridRow{Name: row.Name, Cells: cells})
	}
	return g
}

// pictureOf shows how long the slowest tests take, in every run.
func pictureOf(s *health.Suite) chart.Strips {
	c := chart.Strips{Title: fmt.Sprintf("%s: the slowest tests of %s", s.Name, reports.Plural(len(s.Runs), "run")), Axis: "seconds"}
	for _, slow := range health.Slowest(s) {
		c.Groups = append(c.Groups, chart.Group{Name: slow.Name, Values: slow.Seconds, Median: slow.Median, Low: slow.Interval.Low, High: slow.Interval.High})
	}
	return c
}
