package cloning

import "fmt"

// A Table is what people see of some strategies: the name of each, and what of it.
type Table struct {
	Header []string
	Rows   [][]string
}

// Shown are how long clones take, and what goes into one.
func (r Result) Shown() []Table {
	times := Table{Header: []string{"strategy", "clone", "95 % interval", "x fastest", "verdict"}}
	parts := Table{Header: []string{"of which", "copy", "first query", "rows", "CPU", "written", "memory", "peak", "prepared"}}
	for _, row := range r.Rows {
		times.Rows = append(times.Rows, r.times(row))
		if row.Disqualified == "" {
			parts.Rows = append(parts.Rows, row.parts())
		}
	}
	return []Table{times, parts}
}

// times are how long clones of one strategy take.
func (r Result) times(row Row) []string {
	if row.Disqualified != "" {
		return []string{row.Name, "–", "–", "–", "disqualified: " + row.Disqualified}
	}
	interval, ratio := "fewer than 6 rounds", fmt.Sprintf("%.2f", row.Ratio)
	if row.Interval != nil {
		interval = span(*row.Interval)
	}
	if row.RatioRange != nil {
		ratio += fmt.Sprintf(" (%.2f – %.2f)", row.RatioRange.Low, row.RatioRange.High)
	}
	return []string{row.Name, duration(row.Median), interval, ratio, r.verdict(row)}
}

// verdict is a word, and what is odd.
func (r Result) verdict(row Row) string {
	text := ""
	switch {
	case row.Name == r.Fastest:
		text = "fastest"
	case row.RatioRange != nil && row.RatioRange.Low <= 1:
		text = "not told apart"
	case row.RatioRange != nil && !row.aside:
		text = "slower"
	}
	switch {
	case row.Outliers == 0:
		return text
	case text == "":
		return fmt.Sprintf("%d far out", row.Outliers)
	}
	return fmt.Sprintf("%s, %d far out", text, row.Outliers)
}

// parts are what goes into a clone.
func (r Row) parts() []string {
	prepared := "–"
	if r.Prepare > 0 {
		prepared = duration(r.Prepare)
	}
	if r.PaysFrom > 1 {
		prepared += fmt.Sprintf(", pays from %d", r.PaysFrom)
	}
	return []string{
		r.Name, duration(r.Copy), duration(r.First), duration(r.Touch), duration(r.CPU),
		amount(r.Written), amount(r.Memory), amount(r.Peak), prepared,
	}
}

// span is an interval of seconds, with the digits and the unit of its end.
func span(i Interval) string {
	switch ms := 1000 * i.High; {
	case ms < 9.995:
		return fmt.Sprintf("%.2f – %.2f ms", 1000*i.Low, ms)
	case ms < 99.95:
		return fmt.Sprintf("%.1f – %.1f ms", 1000*i.Low, ms)
	case ms < 999.5:
		return fmt.Sprintf("%.0f – %.0f ms", 1000*i.Low, ms)
	}
	return fmt.Sprintf("%.2f – %.2f s", i.Low, i.High)
}

// amount is bytes in megabytes; a dash for nothing.
func amount(n float64) string {
	if n <= 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f MB", n/megabyte)
}
