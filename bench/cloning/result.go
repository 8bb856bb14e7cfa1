package cloning

import (
	"fmt"
	"runtime"
	"slices"

	"github.com/ptr-project/ptr/bench"
	"github.com/ptr-project/ptr/stats"
)

// A Result is what an experiment came to. The names of its members in JSON are
// part of what ptrbench promises.
type Result struct {
	Backend        string  `json:"backend"`
	Version        string  `json:"server_version"`
	Size           string  `json:"size"` // as it was asked for
	Bytes          int64   `json:"template_bytes"`
	Tables         int     `json:"touched_tables"` // of each clone
	Clones         int     `json:"clones"`         // in each round
	Parallel       int     `json:"parallel"`
	Machine        Machine `json:"machine"`
	Prepare        float64 `json:"prepare_seconds"` // the template, once
	Rows           []Row   `json:"strategies"`
	Recommendation string  `json:"recommendation"`
}

// A Machine is where it was measured.
type Machine struct {
	OS   string `json:"os"`
	Arch string `json:"arch"`
	CPUs int    `json:"cpus"`
}

func thisMachine() Machine { return Machine{runtime.GOOS, runtime.GOARCH, runtime.NumCPU()} }

// A Row is one strategy. Times are seconds for one clone; medians, where nothing
// else is said.
type Row struct {
	Name         string    `json:"name"`
	Samples      []float64 `json:"samples_seconds,omitempty"` // by round
	Median       float64   `json:"median_seconds,omitempty"`
	Interval     *Interval `json:"interval,omitempty"` // of the median, at 95 %; nil of fewer than six rounds
	CPU          float64   `json:"cpu_seconds,omitempty"`
	Copy         float64   `json:"copy_seconds,omitempty"`        // until it is there
	First        float64   `json:"first_query_seconds,omitempty"` // from there until another process's first query is answered
	Touch        float64   `json:"touch_seconds,omitempty"`       // from there until rows are read and written
	Storage      float64   `json:"storage_bytes,omitempty"`       // that the clone takes then
	Memory       float64   `json:"memory_bytes,omitempty"`        // that a server of its own has, if any
	Prepare      float64   `json:"prepare_seconds,omitempty"`     // once, beyond the template
	Ratio        float64   `json:"ratio,omitempty"`               // to the fastest, within rounds
	RatioRange   *Interval `json:"ratio_interval,omitempty"`      // simultaneous with those of the others
	Outliers     int       `json:"outliers,omitempty"`            // samples far beyond the others; they count all the same
	Disqualified string    `json:"disqualified,omitempty"`        // why it isn't measured

	aside bool // no way of cloning, and so never the one to use
}

// An Interval is a confidence interval.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

func intervalOf(i stats.Interval, known bool) *Interval {
	if !known {
		return nil
	}
	return &Interval{i.Low, i.High}
}

// fill enters what was measured.
func (r *Row) fill(s bench.Series, parts *timing) {
	for _, sample := range s.Samples {
		r.Samples = append(r.Samples, sample.Wall.Seconds())
	}
	wall := bench.Measure(s, bench.Wall)
	r.Median, r.Interval = wall.Median, intervalOf(wall.Interval, wall.Known)
	r.CPU = bench.Measure(s, bench.CPU).Median
	r.Copy, r.First, r.Touch = stats.Median(parts.copy), stats.Median(parts.first), stats.Median(parts.touch)
	r.Storage, r.Memory = stats.Median(parts.bytes), stats.Median(parts.memory)
	r.Outliers = stats.Outliers(r.Samples)
}

// conclude compares the strategies with the fastest, and says which to use.
func (r *Result) conclude(series []bench.Series, rows []*Row) {
	if len(rows) == 0 {
		r.Recommendation = "None of these is a way of cloning this database."
		return
	}
	best := 0
	for i, row := range rows {
		if rows[best].aside || row.Median < rows[best].Median && !row.aside {
			best = i
		}
	}
	const confidence = 0.95
	each := confidence
	ways := slices.DeleteFunc(slices.Clone(rows), func(r *Row) bool { return r.aside })
	if n := len(rows) - 1; n > 1 {
		each = 1 - (1-confidence)/float64(n) // Bonferroni: all of them hold at once
	}
	var rivals []string
	known := len(ways) > 1
	for i, row := range rows {
		ratios := bench.Ratios(series[i], series[best], bench.Wall)
		row.Ratio = stats.Median(ratios)
		if i == best {
			continue
		}
		interval, ok := stats.MedianInterval(ratios, each)
		row.RatioRange = intervalOf(interval, ok)
		if row.aside {
			continue
		}
		known = known && ok
		if ok && interval.Low <= 1 {
			rivals = append(rivals, row.Name)
		}
	}
	r.Recommendation = recommend(rows[best], ways, rivals, known)
}

// recommend is one sentence.
func recommend(best *Row, rows []*Row, rivals []string, known bool) string {
	slices.Sort(rivals)
	text := fmt.Sprintf("Use %s: %s for a clone", best.Name, milliseconds(best.Median))
	switch {
	case len(rows) == 1:
		return text + "; nothing else was measured."
	case !known:
		return text + ", the least of what was measured, in too few rounds to be sure."
	case len(rivals) > 0:
		return text + fmt.Sprintf(", the least of what was measured; at 95 %% confidence %s cannot be told apart from it.", enumerate(rivals))
	}
	second := slices.MinFunc(slices.DeleteFunc(slices.Clone(rows), func(r *Row) bool { return r == best }),
		func(a, b *Row) int { return int(1e9 * (a.Ratio - b.Ratio)) })
	return text + fmt.Sprintf(", at 95 %% confidence the fastest; %s, the next, takes %.2f times as long.", second.Name, second.Ratio)
}

func enumerate(names []string) string {
	text := names[0]
	for i, name := range names[1:] {
		if i == len(names)-2 {
			text += " and " + name
		} else {
			text += ", " + name
		}
	}
	return text
}

func milliseconds(seconds float64) string { return fmt.Sprintf("%.2f ms", 1000*seconds) }
