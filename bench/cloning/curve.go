package cloning

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
)

// What can differ from point to point of a [Curve].
const (
	AgainstSize     = "size"     // of the template
	AgainstParallel = "parallel" // how many clones are made at a time
)

// A Curve is the same experiment at several sizes, or with several clones at a time.
type Curve struct {
	Against string   `json:"against"` // [AgainstSize] or [AgainstParallel]
	Points  []Result `json:"points"`
}

// ErrAgainst is wrapped by the error for what cannot differ.
var ErrAgainst = errors.New("no curve")

// Curve runs e for each value of what differs, one after the other. Where several
// clones are made at a time, a round has as many at least. After each round it calls
// progress, which may be nil, with how many of all are done.
func (e Experiment) Curve(ctx context.Context, against string, values []string, progress func(done int)) (Curve, error) {
	c := Curve{Against: against}
	for i, value := range values {
		at, err := e.at(against, value)
		if err != nil {
			return c, err
		}
		var here func(int)
		if progress != nil {
			here = func(done int) { progress(i*e.Rounds + done) }
		}
		r, err := at.Run(ctx, here)
		if err != nil {
			return c, fmt.Errorf("%s %s: %w", against, value, err)
		}
		c.Points = append(c.Points, r)
	}
	return c, nil
}

// at is e at one point.
func (e Experiment) at(against, value string) (Experiment, error) {
	switch against {
	case AgainstSize:
		e.Size = value
	case AgainstParallel:
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 {
			return e, fmt.Errorf("%w: %q is no number from 1", ErrAgainst, value)
		}
		e.Parallel, e.Clones = n, max(n, e.Clones)
	default:
		return e, fmt.Errorf("%w against %q", ErrAgainst, against)
	}
	return e, nil
}

// label is how people know a point.
func (c Curve) label(r Result) string {
	if c.Against == AgainstParallel {
		return fmt.Sprint(r.Parallel, " at a time")
	}
	return r.Size
}

// x is where a point is.
func (c Curve) x(r Result) float64 {
	if c.Against == AgainstParallel {
		return float64(r.Parallel)
	}
	return math.Round(10*float64(r.Bytes)/megabyte) / 10
}

// names are those of all strategies, in the order of the first point.
func (c Curve) names() (names []string) {
	for _, row := range c.Points[0].Rows {
		names = append(names, row.Name)
	}
	return names
}

// row is what was measured of a strategy at a point.
func (r Result) row(name string) Row {
	for _, row := range r.Rows {
		if row.Name == name {
			return row
		}
	}
	return Row{Name: name, Disqualified: "not measured"}
}

// Shown are how long clones take at each point, and how long of that it takes to
// read and write there for the first time.
func (c Curve) Shown() []Table {
	return []Table{
		c.table("clone", func(r Row) float64 { return r.Median }),
		c.table("of which the first touch", func(r Row) float64 { return r.First + r.Touch }),
	}
}

// table has a row for each strategy, and in the last column how the last point
// compares with the first.
func (c Curve) table(what string, value func(Row) float64) Table {
	t := Table{Header: []string{what}}
	for _, r := range c.Points {
		t.Header = append(t.Header, c.label(r))
	}
	t.Header = append(t.Header, "last / first")
	for _, name := range c.names() {
		cells := []string{name}
		for _, r := range c.Points {
			text := "disqualified"
			if row := r.row(name); row.Disqualified == "" {
				text = duration(value(row))
			}
			cells = append(cells, text)
		}
		t.Rows = append(t.Rows, append(cells, c.growth(name, value)))
	}
	return t
}

// growth is how many times as long the last point takes as the first.
func (c Curve) growth(name string, value func(Row) float64) string {
	first, last := c.Points[0].row(name), c.Points[len(c.Points)-1].row(name)
	if first.Disqualified != "" || last.Disqualified != "" || value(first) == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", value(last)/value(first))
}
