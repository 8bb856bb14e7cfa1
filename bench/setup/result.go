package setup

import (
	"runtime"
	"slices"

	"github.com/ptr-project/ptr/bench"
	"github.com/ptr-project/ptr/stats"
)

// A Result is what an experiment came to. The names of its members in JSON are part of
// what ptrbench promises. Times are seconds, medians of the rounds.
type Result struct {
	Backend    string    `json:"backend"`
	Version    string    `json:"server_version"`
	Size       string    `json:"size"` // as it was asked for
	Memory     bool      `json:"memory"`
	Machine    Machine   `json:"machine"`
	Statements int       `json:"statements"`
	Rounds     int       `json:"rounds"`
	Default    Figure    `json:"default"` // default settings on disk
	Own        Figure    `json:"ptr"`     // ptr's
	Times      Ratio     `json:"times_faster"`
	Script     Ratio     `json:"script_times_faster"` // without the server's start and stop
	Phases     []Phase   `json:"phases"`
	Kinds      []Kind    `json:"kinds"` // what takes longest by default first
	Slowest    []Slow    `json:"slowest"`
	Settings   []Measure `json:"settings"`
	Scripts    []Measure `json:"scripts"`
	Notes      []string  `json:"notes,omitempty"`
	Verdict    string    `json:"verdict"`
}

// A Machine is where it was measured.
type Machine struct {
	OS   string `json:"os"`
	Arch string `json:"arch"`
	CPUs int    `json:"cpus"`
}

// A Figure is how long the server lived: its start, the script, its stop.
type Figure struct {
	Samples  []float64 `json:"samples_seconds,omitempty"` // by round
	Median   float64   `json:"median_seconds"`
	Interval *Interval `json:"interval,omitempty"` // of the median, at 95 %; nil of fewer than six rounds
	CPU      float64   `json:"cpu_seconds"`
	Syncs    *int64    `json:"syncs,omitempty"` // that the script caused; nil if the server doesn't count them
}

// An Interval is a confidence interval.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// A Ratio is that of one time to another, taken within rounds.
type Ratio struct {
	Median   float64   `json:"median"`
	Interval *Interval `json:"interval,omitempty"` // at 95 %; nil of fewer than six rounds
}

// A Phase is a part of preparing a template.
type Phase struct {
	Name    string   `json:"name"`
	Default *float64 `json:"default_seconds,omitempty"` // nil if it is not one, or is not measured
	Own     *float64 `json:"ptr_seconds,omitempty"`
	Alone   bool     `json:"server_alone,omitempty"` // the server starts or stops, and executes nothing
}

// A Kind is all statements that do the same.
type Kind struct {
	Name    string   `json:"kind"`
	Count   int      `json:"count"`
	Default float64  `json:"default_seconds"`
	Own     float64  `json:"ptr_seconds"`
	Share   float64  `json:"default_share"` // of the script's time
	Waiting float64  `json:"waiting_share"` // of that kind's, by default, in which nothing computed
	Syncs   *float64 `json:"syncs_each,omitempty"`
}

// A Slow statement is one of those that take longest by default.
type Slow struct {
	Where   string  `json:"where"`
	Text    string  `json:"text"`
	Default float64 `json:"default_seconds"`
	Own     float64 `json:"ptr_seconds"`
}

// A Measure is a cure, or a setting, and what it does.
type Measure struct {
	Name    string  `json:"name"`
	What    string  `json:"what"`
	Why     string  `json:"why"`
	Alone   *Figure `json:"alone,omitempty"`              // with default settings
	Faster  *Ratio  `json:"alone_times_faster,omitempty"` // than by default
	Company *Figure `json:"company,omitempty"`            // a setting: ptr's others; a script: with ptr's settings
	Slower  *Ratio  `json:"company_times_as_long,omitempty"`
	Note    string  `json:"note,omitempty"` // why it isn't measured
}

func (l *laboratory) begin() Result {
	return Result{
		Backend: l.Workshop.Name(), Version: l.Workshop.Version(), Size: l.Size, Memory: l.Memory, Statements: len(l.script), Rounds: l.Rounds,
		Machine: Machine{runtime.GOOS, runtime.GOARCH, runtime.NumCPU()},
	}
}

// conclude fills in what was measured.
func (r *Result) conclude(l *laboratory, cold pass, a *arms, series []bench.Series, settings, scripts []trial) {
	by := map[string]bench.Series{}
	for _, s := range series {
		by[s.Name] = s
	}
	stock, own := series[0], series[1]
	r.Default, r.Own = figure(stock, a), figure(own, a)
	r.Times = ratio(stock, own)
	r.Script = ratioOf(pairs(a.passes[stock.Name], a.passes[own.Name]))
	r.Phases = phases(cold, a.passes[stock.Name], a.passes[own.Name])
	r.Kinds = kinds(l.script, a.counted[stock.Name], a.passes[stock.Name], a.passes[own.Name])
	r.Slowest = slowest(l.script, a.passes[stock.Name], a.passes[own.Name])
	for _, t := range settings {
		r.Settings = append(r.Settings, measure(t, by, a, stock, own))
	}
	for _, t := range scripts {
		r.Scripts = append(r.Scripts, measure(t, by, a, stock, own))
	}
	slices.SortStableFunc(r.Settings, func(a, b Measure) int { return int(1e6 * (b.Faster.Median - a.Faster.Median)) })
	r.Verdict = r.verdict()
}

func measure(t trial, by map[string]bench.Series, a *arms, stock, own bench.Series) Measure {
	m := Measure{Name: t.name, What: t.what, Why: t.why, Note: t.note}
	if t.alone != nil {
		f, faster := figure(by[t.alone.name], a), ratio(stock, by[t.alone.name])
		m.Alone, m.Faster = &f, &faster
	}
	if t.company != nil {
		f, slower := figure(by[t.company.name], a), ratio(by[t.company.name], own)
		m.Company, m.Slower = &f, &slower
	}
	return m
}

func figure(s bench.Series, a *arms) Figure {
	wall := bench.Measure(s, bench.Wall)
	f := Figure{Median: wall.Median, Interval: intervalOf(wall), CPU: bench.Measure(s, bench.CPU).Median}
	for _, sample := range s.Samples {
		f.Samples = append(f.Samples, sample.Wall.Seconds())
	}
	if p := a.counted[s.Name]; p.known {
		f.Syncs = &p.syncs
	}
	return f
}

func intervalOf(e bench.Estimate) *Interval {
	if !e.Known {
		return nil
	}
	return &Interval{e.Interval.Low, e.Interval.High}
}

func ratio(s, base bench.Series) Ratio { return ratioOf(bench.Ratios(s, base, bench.Wall)) }

func ratioOf(x []float64) Ratio {
	e := bench.Of(x)
	return Ratio{e.Median, intervalOf(e)}
}

// pairs are the ratios of scripts' times, round by round.
func pairs(s, base []pass) (x []float64) {
	for i := range s {
		x = append(x, s[i].script()/base[i].script())
	}
	return x
}

// median is that of one time of all passes.
func median(all []pass, of func(pass) float64) float64 {
	var x []float64
	for _, p := range all {
		x = append(x, of(p))
	}
	return stats.Median(x)
}
