package scaling

import (
	"fmt"
	"strconv"
)

// A Table is a part of a result as people see it.
type Table struct {
	Title  string
	Header []string
	Rows   [][]string
}

// Tables are how the runs scale, and where their time goes.
func (r Result) Tables() []Table {
	scale := Table{
		Title:  "Against what no schedule beats",
		Header: []string{"workers", "wall", "95 % interval", "CPU", "set-up", "the rest", "x faster", "bound", "efficiency"},
	}
	parts := Table{
		Title:  "Where the rest goes, a worker's share",
		Header: []string{"workers", "tests", "of it slower", "between tests", "clones", "processes", "idle", "ending"},
	}
	for _, row := range r.Rows {
		n := strconv.Itoa(row.Workers)
		scale.Rows = append(scale.Rows, []string{
			n, seconds(row.Wall.Median), row.Wall.in(seconds), seconds(row.CPU.Median), row.setUp(),
			seconds(row.Rest), fmt.Sprintf("%.2f", row.SpeedUp.Median),
			seconds(row.Bound.Median), fmt.Sprintf("%.0f %%", 100*row.Efficiency.Median) + row.Efficiency.percent(),
		})
		parts.Rows = append(parts.Rows, []string{
			n, seconds(row.Tests), seconds(row.Slower), seconds(row.Between), seconds(row.Clones),
			seconds(row.Starts), seconds(row.Idle), seconds(row.Ending),
		})
	}
	return []Table{scale, parts}
}

// setUp is the time, with what of it takes longest.
func (r Row) setUp() string {
	text := seconds(r.SetUp)
	switch {
	case r.Build > r.Databases && r.Build > r.SetUp/2:
		text += " (build)"
	case r.Databases >= r.Build && r.Databases > r.SetUp/2:
		text += " (databases)"
	}
	return text
}

// in is f's interval in a unit.
func (f Figure) in(unit func(float64) string) string {
	if f.Interval == nil {
		return "–"
	}
	return unit(f.Interval.Low) + " – " + unit(f.Interval.High)
}
