package reports

import (
	"time"
	"unicode/utf8"

	"github.com/ptr-project/ptr/suite"
)

// The objects of the JSON report. Durations are nanoseconds.

type wireRun struct {
	Event     string          `json:"event"`
	Schema    int             `json:"schema"`
	Run       string          `json:"run"`
	Suite     string          `json:"suite"`
	Framework string          `json:"framework"`
	Root      string          `json:"root"`
	Time      time.Time       `json:"time"`
	Seed      uint64          `json:"seed"`
	Workers   int             `json:"workers"`
	Estimate  time.Duration   `json:"estimate_ns,omitempty"`
	SetUp     []wirePhase     `json:"set_up,omitempty"`
	Perturbed []wirePerturbed `json:"perturbed,omitempty"`
	Of        int             `json:"shard_of,omitempty"`
	Units     []wireFolder    `json:"units"`
	Tests     []wireTest      `json:"tests"`
}

type wirePhase struct {
	Name     string        `json:"phase"`
	Duration time.Duration `json:"duration_ns"`
}

type wirePerturbed struct {
	By    string `json:"by"`
	Means string `json:"means"`
}

type wireFolder struct {
	Name string `json:"unit"`
	Dir  string `json:"dir"`
}

type wireTest struct {
	ID       suite.ID   `json:"test"`
	Unit     string     `json:"unit"`
	Kind     suite.Kind `json:"kind"`
	Group    string     `json:"group,omitempty"`
	Loose    bool       `json:"loose,omitempty"`
	Parallel bool       `json:"parallel,omitempty"`
	File     string     `json:"file,omitempty"`
	Line     int        `json:"line,omitempty"`
}

type wireBegan struct {
	Event   string        `json:"event"`
	Test    suite.ID      `json:"test"`
	Worker  int           `json:"worker"`
	Process int           `json:"process"`
	Time    time.Time     `json:"time"`
	Usual   time.Duration `json:"usual_ns,omitempty"`
}

type wireEnded struct {
	Event    string        `json:"event"`
	Test     suite.ID      `json:"test"`
	Parent   suite.ID      `json:"parent,omitempty"`
	Unit     string        `json:"unit"`
	Cause    suite.Cause   `json:"cause"`
	Number   int           `json:"number"`
	Worker   int           `json:"worker"`
	Process  int           `json:"process"`
	Position int           `json:"position"`
	Outcome  suite.Outcome `json:"outcome"`
	Start    time.Time     `json:"start"`
	Duration time.Duration `json:"duration_ns"`
	Failure  string        `json:"failure,omitempty"`

	Raised []suite.Exception `json:"raised,omitempty"`
	printed
	Leaks   []wireLeak   `json:"leaks,omitempty"`
	Changes []wireChange `json:"changes,omitempty"`

	Statements []wireStatement `json:"statements,omitempty"`
}

// printed is what was printed, as text if it is UTF-8.
type printed struct {
	Output string `json:"output,omitempty"`
	Bytes  []byte `json:"output_base64,omitempty"`
}

type wireLeak struct {
	Kind suite.LeakKind `json:"kind"`
	What string         `json:"what"`
}

type wireChange struct {
	Alias string `json:"alias,omitempty"`
	Where string `json:"where"`
	Old   string `json:"old,omitempty"`
	New   string `json:"new,omitempty"`
}

type wireStatement struct {
	Number   int           `json:"number"`
	Text     string        `json:"text"`
	Args     []string      `json:"args,omitempty"`
	Where    string        `json:"where,omitempty"`
	After    time.Duration `json:"after_ns"`
	Duration time.Duration `json:"duration_ns"`
	Result   string        `json:"result,omitempty"`
	Error    string        `json:"error,omitempty"`
	Digest   string        `json:"digest,omitempty"`
	First    string        `json:"first_row,omitempty"`
}

type wireUnit struct {
	Event   string        `json:"event"`
	Unit    string        `json:"unit"`
	Outcome suite.Outcome `json:"outcome"`
	Reason  string        `json:"reason,omitempty"`
	printed
	Duration time.Duration `json:"duration_ns"`
	CPU      time.Duration `json:"cpu_ns,omitempty"`

	Left []suite.Leftover `json:"left,omitempty"`
}

type wireStarted struct {
	Event   string            `json:"event"`
	Worker  int               `json:"worker"`
	Process int               `json:"process"`
	Unit    string            `json:"unit"`
	Clones  map[string]string `json:"clones,omitempty"`
	Waited  time.Duration     `json:"waited_ns,omitempty"`
}

type wireDied struct {
	Event   string `json:"event"`
	Worker  int    `json:"worker"`
	Process int    `json:"process"`
	Unit    string `json:"unit"`
	Reason  string `json:"reason"`
	printed
	Charged  suite.ID   `json:"charged,omitempty"`
	UnderWay []suite.ID `json:"under_way,omitempty"`
	When     string     `json:"when,omitempty"`
	Over     bool       `json:"over,omitempty"`
}

type wireStolen struct {
	Event string     `json:"event"`
	From  int        `json:"from"`
	To    int        `json:"to"`
	Tests []suite.ID `json:"tests"`
}

type wireWarned struct {
	Event string `json:"event"`
	Text  string `json:"text"`
	Hint  string `json:"hint,omitempty"`
}

type wireFinished struct {
	Event       string        `json:"event"`
	Time        time.Time     `json:"time"`
	Duration    time.Duration `json:"duration_ns"`
	Interrupted bool          `json:"interrupted,omitempty"`
	Cause       string        `json:"cause,omitempty"`
	Summary     wireSummary   `json:"summary"`
	Notes       []wireNote    `json:"notes,omitempty"`
}

type wireSummary struct {
	Passed  int `json:"passed"`
	Failed  int `json:"failed"`
	Flaky   int `json:"flaky"`
	Skipped int `json:"skipped"`
	Broken  int `json:"broken"`
	NotRun  int `json:"not_run"`
	Units   int `json:"failed_units"`
}

type wireNote struct {
	Topic string `json:"topic"`
	Text  string `json:"text"`
}

func runStartedWire(e suite.RunStarted) *wireRun {
	return &wireRun{
		"run_started", Schema, e.Run, e.Name, e.Framework, e.Root, e.Time, e.Seed, e.Workers, e.Estimate,
		convert(e.SetUp, func(p suite.Phase) wirePhase { return wirePhase(p) }),
		convert(e.Perturbed, func(p suite.Perturbed) wirePerturbed { return wirePerturbed(p) }), e.Of,
		convert(e.Units, func(u suite.Unit) wireFolder { return wireFolder(u) }),
		convert(e.Tests, func(t suite.Test) wireTest { return wireTest(t) }),
	}
}

func endedWire(a suite.Attempt) *wireEnded {
	return &wireEnded{
		"ended", a.Test, a.Parent, a.Unit, a.Cause, a.Number, a.Worker, a.Process, a.Position,
		a.Outcome, a.Start, a.Duration, a.Failure, a.Raised, textOf(a.Output),
		convert(a.Leaks, func(l suite.Leak) wireLeak { return wireLeak(l) }),
		convert(a.Changes, func(c suite.Change) wireChange { return wireChange(c) }),
		convert(a.Statements, func(s suite.Statement) wireStatement { return wireStatement(s) }),
	}
}

func finishedWire(e suite.RunFinished) *wireFinished {
	return &wireFinished{
		"run_finished", e.Time, e.Duration, e.Interrupted, e.Cause, wireSummary(e.Summary),
		convert(e.Notes, func(n suite.Note) wireNote { return wireNote(n) }),
	}
}

func textOf(output []byte) printed {
	if utf8.Valid(output) {
		return printed{Output: string(output)}
	}
	return printed{Bytes: output}
}

// convert applies f to all of from. Nil stays nil.
func convert[A, B any](from []A, f func(A) B) []B {
	if from == nil {
		return nil
	}
	to := make([]B, len(from))
	for i, a := range from {
		to[i] = f(a)
	}
	return to
}
