package cloning

import (
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

	// Fastest is the strategy that is known to be; "" if it can't be told.
	Fastest string `json:"fastest,omitempty"`
}

// Qualified reports whether a strategy made clones that are like their template.
func (r Result) Qualified() bool {
	return slices.ContainsFunc(r.Rows, func(row Row) bool { return row.Disqualified == "" })
}

// Measured is how many rounds were: fewer than were asked for if it was interrupted.
func (r Result) Measured() (rounds int) {
	for _, row := range r.Rows {
		rounds = max(rounds, len(row.Samples))
	}
	return rounds
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
	Written      float64   `json:"written_bytes,omitempty"`       // that were written for it, by whichever process
	Peak         float64   `json:"peak_memory_bytes,omitempty"`   // that all processes had beyond what they had before, when that was most
	Prepare      float64   `json:"prepare_seconds,omitempty"`     // once, beyond the template
	PaysFrom     int       `json:"pays_from_clones,omitempty"`    // from how many clones on it is less work than what is least to prepare; 0: never, or from the first
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
	r.Storage, r.Memory, r.Peak = stats.Median(parts.bytes), stats.Median(parts.memory), parts.peak
	r.Written = max(stats.Median(parts.written), r.Storage) // what the kernel copied for it is only in the latter
	r.Outliers = stats.Outliers(r.Samples)
}
