package app

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/reports/chart"
	"github.com/ptr-project/ptr/reports/health"
)

// healthFormats are all that a report on a suite can be written in, by name.
func healthFormats() map[string]func(io.Writer, *health.Suite) error {
	all := health.Formats()
	for _, format := range []string{chart.SVG, chart.PNG} {
		all[format] = func(w io.Writer, s *health.Suite) error { return pictureOf(s).Write(w, format) }
	}
	return all
}

// HealthFormats are the names of all formats that reports on a suite can be written in.
func HealthFormats() []string { return slices.Sorted(maps.Keys(healthFormats())) }

// pictureOf shows how long the slowest tests take, in every run.
func pictureOf(s *health.Suite) chart.Strips {
	c := chart.Strips{Title: fmt.Sprintf("%s: the slowest tests of %s", s.Name, reports.Plural(len(s.Runs), "run")), Axis: "seconds"}
	for _, slow := range health.Slowest(s) {
		c.Groups = append(c.Groups, chart.Group{Name: slow.Name, Values: slow.Seconds, Median: slow.Median, Low: slow.Interval.Low, High: slow.Interval.High})
	}
	return c
}
