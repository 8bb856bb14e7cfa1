package health

import (
	"encoding/json"
	"io"
	"time"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// Schema is the version of the report as JSON. It changes when a reader of the one
// before would go wrong; new fields don't change it.
const Schema = 1

// The report as docs/reports.md describes it.
type (
	wire struct {
		Schema      int              `json:"schema"`
		Suite       string           `json:"suite"`
		Framework   string           `json:"framework"`
		Written     time.Time        `json:"written"`
		Verdict     wireVerdict      `json:"verdict"`
		Warnings    []string         `json:"warnings"`
		Runs        []wireRun        `json:"runs"`
		Causes      []wireCause      `json:"causes"`
		Tests       []wireTest       `json:"tests"`
		Dependences []wireDependence `json:"dependences"`
		Timeline    *wireTimeline    `json:"timeline,omitempty"`
		Changes     []wireChange     `json:"changes,omitempty"`
	}
	wireVerdict struct {
		Level Level  `json:"level"`
		Text  string `json:"text"`
		More  string `json:"more"`
	}
	wireRun struct {
		Run       string      `json:"run"`
		Revision  string      `json:"revision,omitempty"`
		Started   time.Time   `json:"started"`
		Duration  int64       `json:"duration_ns"`
		State     string      `json:"state"`
		Order     string      `json:"order"`
		Seed      uint64      `json:"seed"`
		Workers   int         `json:"workers"`
		Condition string      `json:"condition,omitempty"`
		Red       bool        `json:"red"`
		Summary   wireSummary `json:"summary"`
		SetUp     []wirePhase `json:"set_up"`
	}
	wireSummary struct {
		Passed  int `json:"passed"`
		Failed  int `json:"failed"`
		Flaky   int `json:"flaky"`
		Skipped int `json:"skipped"`
		Broken  int `json:"broken"`
		NotRun  int `json:"not_run"`
		Units   int `json:"failed_units"`
	}
	wirePhase struct {
		Phase    string `json:"phase"`
		Duration int64  `json:"duration_ns"`
	}
	wireCount struct {
		Bad  int     `json:"bad"`
		Of   int     `json:"of"`
		Low  float64 `json:"low"`
		High float64 `json:"high"`
	}
	wireRate struct {
		Condition string `json:"condition"`
		wireCount
	}
	wireCause struct {
		Name    string       `json:"name"`
		Kind    Kind         `json:"kind"`
		Tests   []suite.ID   `json:"tests"`
		Owners  []string     `json:"owners"`
		Red     []string     `json:"red_runs"`
		Saves   int          `json:"saves"`
		Since   string       `json:"since"`
		Before  int          `json:"runs_before"`
		Latest  string       `json:"latest"`
		Rates   []wireRate   `json:"rates"`
		Clean   int          `json:"clean_runs"`
		Again   wireAgain    `json:"again"`
		Failing wireEvidence `json:"failing"`
		Passing wireEvidence `json:"passing"`
		Notes   []string     `json:"notes"`
		Details []wireDetail `json:"details"`
	}
	wireAgain struct {
		Command string `json:"command"`
		Hits    int    `json:"hits"`
		Tries   int    `json:"tries"`
		Why     string `json:"why"`
	}
	wireEvidence struct {
		Where string `json:"where"`
		Text  string `json:"text"`
	}
	wireDetail struct {
		Name string `json:"name"`
		Text string `json:"text"`
	}
	wireTest struct {
		Test     suite.ID      `json:"test"`
		Unit     string        `json:"unit"`
		Whole    bool          `json:"whole_unit,omitempty"`
		File     string        `json:"file,omitempty"`
		Line     int           `json:"line,omitempty"`
		Owners   []string      `json:"owners,omitempty"`
		Excused  string        `json:"excused,omitempty"`
		Status   string        `json:"status"`
		Passed   int           `json:"passed"`
		Failed   int           `json:"failed"`
		Flaky    int           `json:"flaky"`
		Skipped  int           `json:"skipped"`
		NotRun   int           `json:"not_run"`
		Rate     wireCount     `json:"rate"`
		Median   int64         `json:"median_ns"`
		High     int64         `json:"p95_ns"`
		Failures []wireFailure `json:"failures,omitempty"`
	}
	wireFailure struct {
		Run     string        `json:"run"`
		Outcome suite.Outcome `json:"outcome"`
		Said    string        `json:"said"`
		Worker  int           `json:"worker"`
		Before  int           `json:"before"`
		Took    int64         `json:"duration_ns"`
		Alone   suite.Outcome `json:"alone,omitempty"`
	}
	wireDependence struct {
		Polluter string `json:"polluter"`
		Victim   string `json:"victim"`
		What     string `json:"what"`
		Seen     int    `json:"runs"`
		Command  string `json:"command"`
	}
	wireTimeline struct {
		Run     string     `json:"run"`
		Length  int64      `json:"length_ns"`
		Workers []wireLane `json:"workers"`
	}
	wireLane struct {
		Worker int        `json:"worker"`
		Spans  []wireSpan `json:"spans"`
	}
	wireSpan struct {
		Activity Activity      `json:"activity"`
		Test     suite.ID      `json:"test,omitempty"`
		Outcome  suite.Outcome `json:"outcome,omitempty"`
		Begin    int64         `json:"begin_ns"`
		Length   int64         `json:"length_ns"`
	}
	wireChange struct {
		Test   suite.ID        `json:"test"`
		What   Difference      `json:"change"`
		Before wireCount       `json:"failed_before"`
		After  wireCount       `json:"failed_after"`
		Ratio  float64         `json:"ratio,omitempty"`
		Limits *stats.Interval `json:"ratio_interval,omitempty"`
	}
)

// WriteJSON writes s for programs.
func WriteJSON(w io.Writer, s *Suite) error {
	v := newView(s)
	verdict := v.verdict()
	out := wire{
		Schema: Schema, Suite: s.Name, Framework: s.Framework, Written: s.Written, Verdict: wireVerdict(verdict), Warnings: filled(s.Warnings),
		Runs: []wireRun{}, Causes: []wireCause{}, Tests: v.wireTests(), Dependences: []wireDependence{}, Timeline: wireTimelineOf(s.Last),
	}
	for _, r := range s.Runs {
		out.Runs = append(out.Runs, wireRunOf(r))
	}
	for _, c := range v.causes {
		out.Causes = append(out.Causes, v.wireCause(c))
	}
	for _, d := range s.Dependences {
		out.Dependences = append(out.Dependences, wireDependence(d))
	}
	for _, c := range v.changes {
		change := wireChange{Test: s.Tests[c.Test].ID, What: c.What, Before: wireCountOf(c.Before), After: wireCountOf(c.After), Ratio: c.Ratio}
		if c.Ratio > 0 {
			change.Limits = &c.Interval
		}
		out.Changes = append(out.Changes, change)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	return e.Encode(out)
}

// filled is list, an empty one if it is nil.
func filled[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func wireRunOf(r Run) wireRun {
	c := r.Counts
	out := wireRun{
		Run: r.ID, Revision: r.Revision, Started: r.Started, Duration: int64(r.Duration), State: r.State, Order: r.Order, Seed: r.Seed, Workers: r.Workers,
		Condition: r.Condition, Red: isRed(r), Summary: wireSummary{c.Passed, c.Failed, c.Flaky, c.Skipped, c.Broken, c.NotRun, c.Units}, SetUp: []wirePhase{},
	}
	for _, p := range r.SetUp {
		out.SetUp = append(out.SetUp, wirePhase{p.Name, int64(p.Duration)})
	}
	return out
}

func wireCountOf(c Count) wireCount { return wireCount{c.Bad, c.Of, c.Rate.Low, c.Rate.High} }

func (v *view) wireCause(c causeView) wireCause {
	out := wireCause{
		Name: nameOf(c.Cause), Kind: c.Kind, Tests: []suite.ID{}, Owners: filled(c.Owners), Red: []string{}, Saves: c.Saves, Since: v.Runs[c.Since].ID, Before: c.Before,
		Latest: v.Runs[c.Latest].ID, Rates: []wireRate{}, Clean: c.Clean, Again: wireAgain(c.Again), Notes: filled(c.Notes), Details: []wireDetail{},
		Failing: wireEvidence{c.Failing.Where, reports.Printable(c.Failing.Text)}, Passing: wireEvidence{c.Passing.Where, reports.Printable(c.Passing.Text)},
	}
	for _, t := range c.Tests {
		out.Tests = append(out.Tests, v.Tests[t].ID)
	}
	for _, r := range c.Red {
		out.Red = append(out.Red, v.Runs[r].ID)
	}
	for _, r := range c.Rates {
		out.Rates = append(out.Rates, wireRate{r.Condition, wireCountOf(r.Count)})
	}
	for _, d := range c.Details {
		out.Details = append(out.Details, wireDetail(d))
	}
	return out
}

func (v *view) wireTests() []wireTest {
	failures := map[int][]wireFailure{}
	for _, f := range v.Failures {
		failures[f.Test] = append(failures[f.Test], wireFailure{v.Runs[f.Run].ID, f.Outcome, reports.Printable(f.Said), f.Worker, f.Before, int64(f.Duration), f.Alone})
	}
	tests := make([]wireTest, 0, len(v.Tests))
	for _, i := range v.ranked {
		t, sum := v.Tests[i], v.tallies[i]
		tests = append(tests, wireTest{
			Test: t.ID, Unit: t.Unit, Whole: t.Whole, File: t.File, Line: t.Line, Owners: t.Owners, Excused: t.Excused, Status: status(sum),
			Passed: sum.Passed, Failed: sum.Failed, Flaky: sum.Flaky, Skipped: sum.Skipped, NotRun: sum.NotRun,
			Rate: wireCountOf(sum.Rate), Median: int64(sum.Median), High: int64(sum.High), Failures: failures[i],
		})
	}
	return tests
}

func wireTimelineOf(t Timeline) *wireTimeline {
	if t.Length <= 0 {
		return nil
	}
	out := &wireTimeline{Run: t.Run, Length: int64(t.Length)}
	for _, l := range t.Workers {
		lane := wireLane{l.Worker, []wireSpan{}}
		for _, s := range l.Spans {
			lane.Spans = append(lane.Spans, wireSpan{s.Activity, s.Test, s.Verdict, int64(s.Begin), int64(s.Length)})
		}
		out.Workers = append(out.Workers, lane)
	}
	return out
}
