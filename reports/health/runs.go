package health

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// A runBar is a run as a bar, and as a row of a table.
type runBar struct {
	Class, Title                            string
	Height                                  float64 // percent
	ID, Began, Revision, State, Took, Order string
	Passed, Failed, Flaky, Skipped, NotRun  int
	Workers                                 int
	Seed                                    uint64
}

func (v *view) runBars() []runBar {
	longest := time.Duration(1)
	for _, r := range v.Runs {
		longest = max(longest, r.Duration)
	}
	var bars []runBar
	for _, r := range v.Runs {
		b := runBar{
			Height: max(4, 100*float64(r.Duration)/float64(longest)), ID: r.ID, Began: r.Started.Local().Format("2006-01-02 15:04"),
			Revision: r.Revision, State: r.State, Order: r.Order, Workers: r.Workers, Seed: r.Seed,
			Passed: r.Counts.Passed, Failed: r.Counts.Failed + r.Counts.Broken + r.Counts.Units, Flaky: r.Counts.Flaky, Skipped: r.Counts.Skipped, NotRun: r.Counts.NotRun,
		}
		if r.Duration > 0 {
			b.Took = took(r.Duration)
		}
		b.Title = fmt.Sprintf("run %s, %s: %d passed, %d failed, %d flaky, %s", b.ID, b.Began, b.Passed, b.Failed, b.Flaky, cmp.Or(b.Took, "no end known"))
		switch {
		case isRed(r):
			b.Class = "red"
		case r.Counts.Flaky > 0:
			b.Class = "flaky"
		}
		if !r.Whole() {
			b.Class += " cut"
			b.Title += ", " + r.State
		}
		bars = append(bars, b)
	}
	return bars
}

// longest is that of phases side by side.
func longest(phases []suite.Phase) time.Duration {
	most := time.Duration(0)
	for _, p := range phases {
		most = max(most, p.Duration)
	}
	return most
}

func medianOf(all []time.Duration) time.Duration {
	return quantile(slices.Sorted(slices.Values(all)), 0.5)
}

// A setUpRow is a phase of the set-up, over all runs.
type setUpRow struct {
	Name                    string
	Latest, Median, Slowest string
	Width, MedianWidth      float64 // percent
}

// setUp compares the phases of the latest run that has some with those of all.
func (v *view) setUp() ([]setUpRow, string) {
	times := map[string][]time.Duration{}
	var names []string
	var latest Run
	for _, r := range v.Runs {
		if len(r.SetUp) > 0 {
			latest = r
		}
		for _, p := range r.SetUp {
			if times[p.Name] == nil {
				names = append(names, p.Name)
			}
			times[p.Name] = append(times[p.Name], p.Duration)
		}
	}
	most := time.Duration(1)
	for _, all := range times {
		most = max(most, all[len(all)-1], medianOf(all))
	}
	var rows []setUpRow
	for _, name := range names {
		all := times[name]
		last, middle := all[len(all)-1], medianOf(all)
		rows = append(rows, setUpRow{name, took(last), took(middle), took(slices.Max(all)),
			100 * float64(last) / float64(most), 100 * float64(middle) / float64(most)})
	}
	return rows, fmt.Sprintf("What came before the tests of run %s, and over all runs. The phases run side by side.", latest.ID)
}
