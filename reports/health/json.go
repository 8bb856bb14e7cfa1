package health

import (
	"encoding/json"
	"io"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/suite"
)

// Schema is the version of the report as JSON. It changes when a reader of the one
// before would go wrong; new fields don't change it.
const Schema = 1

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
