package comparing

import (
	"fmt"
	"slices"

	"github.com/ptr-project/ptr/bench/cloning"
)

// A Verdict says what became of a strategy. Its spelling is part of what ptrbench
// promises.
type Verdict string

// All verdicts.
const (
	Slower  Verdict = "slower"
	Faster  Verdict = "faster"
	Same    Verdict = "no difference seen"
	Unknown Verdict = "cannot tell"
)

// Power is how often a difference is seen that is just large enough to be
// [Row].Detectable.
const Power = 0.8

// A Result is what a comparison came to. The names of its members in JSON are part
// of what ptrbench promises.
type Result struct {
	Backend   string   `json:"backend"`
	Size      string   `json:"size"`
	Old       int      `json:"old_runs"`
	New       int      `json:"new_runs"`
	Paired    bool     `json:"paired"`
	Level     float64  `json:"level"`
	Reference Row      `json:"reference"` // its ratio is of times, and what the machine's speed did is in it
	Rows      []Row    `json:"strategies"`
	Verdict   Verdict  `json:"verdict"` // the worst of the strategies'
	Warnings  []string `json:"warnings,omitempty"`
}

// A Row is one strategy.
type Row struct {
	Name       string            `json:"name"`
	Old        float64           `json:"old_seconds"` // medians of the runs' medians
	New        float64           `json:"new_seconds"`
	Ratio      float64           `json:"ratio"`                // new to old, both relative to the reference
	Interval   *cloning.Interval `json:"interval,omitempty"`   // of Ratio, simultaneous with those of the others; nil of one run a side
	Detectable *float64          `json:"detectable,omitempty"` // the least slowdown that is seen with [Power], such as 0.05; nil of one run a side
	Verdict    Verdict           `json:"verdict"`
	Sentence   string            `json:"sentence,omitempty"` // of all but the reference
}

// conclude says it all in sentences, and which verdict is the worst.
func (r *Result) conclude() {
	if i := r.Reference.Interval; i != nil && (i.Low > 1 || i.High < 1) {
		r.Warnings = append(r.Warnings, fmt.Sprintf("%s itself takes %s: the machine's speed changed, or %[1]s did; runs in turn (--interleave) don't suffer from that", r.Reference.Name, r.Reference.times()))
	}
	for i := range r.Rows {
		r.Rows[i].Sentence = r.sentence(r.Rows[i])
	}
	for _, r.Verdict = range []Verdict{Unknown, Slower, Faster, Same} {
		if slices.ContainsFunc(r.Rows, func(row Row) bool { return row.Verdict == r.Verdict }) {
			return
		}
	}
}

func (r *Result) sentence(row Row) string {
	text := fmt.Sprintf("%s is %s: it takes %s.", row.Name, row.Verdict, row.times())
	switch row.Verdict {
	case Same:
		text = fmt.Sprintf("%s: no difference seen; it takes %s.", row.Name, row.times())
	case Unknown:
		text = fmt.Sprintf("%s: cannot tell from %d and %d runs, it takes %d a side.", row.Name, r.Old, r.New, Fewest)
	}
	if row.Detectable == nil {
		return text + " How runs vary is unknown, and with it the smallest slowdown that would have been seen."
	}
	return text + fmt.Sprintf(" A slowdown by %s would have been seen four times out of five, and smaller ones less often.", percent(*row.Detectable))
}

// times is such as 1.080 times as long as before (1.041 – 1.120).
func (r Row) times() string {
	text := fmt.Sprintf("%.3f times as long as before", r.Ratio)
	if r.Interval != nil {
		text += fmt.Sprintf(" (%s)", r.spread())
	}
	return text
}

func (r Row) spread() string { return fmt.Sprintf("%.3f – %.3f", r.Interval.Low, r.Interval.High) }

func percent(share float64) string { return fmt.Sprintf("%.1f %%", 100*share) }

// Header names the cells of a row.
func (r Result) Header() []string {
	return []string{"strategy", "old", "new", "new/old by " + r.Reference.Name, fmt.Sprintf("%g %% interval", 100*(1-r.Level)), "seen from", "verdict"}
}

// Cells are the rows as text, the reference last.
func (r Result) Cells() (rows [][]string) {
	for _, row := range r.Rows {
		interval, detectable := "unknown", "unknown"
		if row.Interval != nil {
			interval, detectable = row.spread(), percent(*row.Detectable)
		}
		rows = append(rows, []string{row.Name, milliseconds(row.Old), milliseconds(row.New), fmt.Sprintf("%.3f", row.Ratio), interval, detectable, string(row.Verdict)})
	}
	base := r.Reference
	return append(rows, []string{base.Name, milliseconds(base.Old), milliseconds(base.New), "", "", "", "reference"})
}

func milliseconds(seconds float64) string { return fmt.Sprintf("%.2f ms", 1000*seconds) }
