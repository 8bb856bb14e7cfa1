package flakes

import (
	"math"
	"time"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// flakyDoc is what ptr flaky --json writes; docs/flaky.md describes it.
type flakyDoc struct {
	Tests    int            `json:"tests"`
	Runs     []flakyRun     `json:"runs"`
	Replays  int            `json:"replays"`
	Seconds  float64        `json:"seconds"`
	Stopped  flaky.Stop     `json:"stopped"`
	Flaky    []flakyTest    `json:"flaky"`
	Causes   []flakyCause   `json:"causes"`
	Outages  []flakyOutage  `json:"infrastructure"`
	Suite    flakySuite     `json:"suite"`
	Steady   flakySteady    `json:"never_failed"`
	Coverage flaky.Coverage `json:"coverage"`
	Error    float64        `json:"error"` // the share of kinds which may be wrong that name a dependence
}

type flakyRun struct {
	Name      string          `json:"name"`
	Order     flaky.OrderKind `json:"order"`
	Condition string          `json:"condition"`
	Began     time.Time       `json:"began"`
	Seconds   float64         `json:"seconds"`
	Past      bool            `json:"from_history"`
	Outage    string          `json:"infrastructure"`
	Failed    []suite.ID      `json:"failed"`
}

type flakyTest struct {
	Test     suite.ID        `json:"test"`
	Kind     flaky.Kind      `json:"kind"`
	Why      string          `json:"why"`
	InCI     suite.Count     `json:"as_in_ci"`
	Rate     [2]float64      `json:"rate_interval"`
	Cells    []flakyCell     `json:"outcomes"`
	Alone    suite.Count     `json:"alone"`
	Again    suite.Count     `json:"after_itself"`
	Replays  suite.Count     `json:"failing_order_again"`
	Control  suite.Count     `json:"passing_order_again"`
	EValue   float64         `json:"e_value"`
	Failing  suite.Order     `json:"failing_order"`
	Perturb  string          `json:"failing_condition"`
	Hits     suite.Count     `json:"failing_hits"`
	Passing  suite.Order     `json:"passing_order"`
	By       suite.Order     `json:"by"`
	Failures []flakyFailures `json:"failures"`
	Command  string          `json:"again"`
}

type flakyCell struct {
	Condition string          `json:"condition"`
	Order     flaky.OrderKind `json:"order"`
	suite.Count
}

type flakyFailures struct {
	Outcome suite.Outcome `json:"outcome"`
	Runs    int           `json:"runs"`
	Example string        `json:"example"`
	Run     string        `json:"run"`
}

type flakyCause struct {
	Tests []suite.ID  `json:"tests"`
	Kind  flaky.Kind  `json:"kind"`
	By    suite.Order `json:"by"`
	Text  string      `json:"text"`
	Red   int         `json:"red_runs"`
	Alone int         `json:"red_runs_for_nothing_else"`
	Left  int         `json:"red_runs_without_this_and_those_before"`
}

type flakyOutage struct {
	Text  string     `json:"text"`
	Runs  []string   `json:"runs"`
	Tests []suite.ID `json:"tests"`
}

type flakySuite struct {
	Runs    int        `json:"runs_as_in_ci"`
	Green   int        `json:"green"`
	Outages int        `json:"red_for_infrastructure_only"`
	Rate    [2]float64 `json:"green_interval"`
}

type flakySteady struct {
	Tests int     `json:"tests"`
	Runs  int     `json:"runs"`
	One   float64 `json:"rate_of_one_below"`
	All   float64 `json:"rate_of_all_below"`
}

// flakyDocument is a report as JSON.
func flakyDocument(r flaky.Report, commands map[suite.ID]next) flakyDoc {
	d := flakyDoc{
		Tests: r.Tests, Replays: r.Replays, Seconds: r.Took.Seconds(), Stopped: r.Stopped, Coverage: r.Coverage, Error: r.Alpha,
		Suite:  flakySuite{r.Suite.Runs, r.Suite.Green, r.Suite.Outages, pair(r.Suite.Rate)},
		Steady: flakySteady{r.Steady.Tests, r.Steady.Runs, r.Steady.One, r.Steady.All},
		Runs:   []flakyRun{}, Flaky: []flakyTest{}, Causes: []flakyCause{}, Outages: []flakyOutage{},
	}
	for _, run := range r.Runs {
		d.Runs = append(d.Runs, flakyRun{run.Name, run.Kind, run.Condition, run.Began, run.Took.Seconds(), run.Past, run.Outage, failedIn(run)})
	}
	for _, t := range r.Flaky {
		d.Flaky = append(d.Flaky, flakyTestOf(t, commands[t.Test].again))
	}
	for _, c := range r.Causes {
		d.Causes = append(d.Causes, flakyCause(c))
	}
	for _, o := range r.Outages {
		d.Outages = append(d.Outages, flakyOutage(o))
	}
	return d
}

func flakyTestOf(t flaky.Result, command string) flakyTest {
	d := flakyTest{
		Test: t.Test, Kind: t.Kind, Why: t.Why, InCI: t.InCI, Rate: pair(t.Rate), Alone: t.Alone, Again: t.Again, Replays: t.Replays,
		Control: t.Control, EValue: min(t.EValue, math.MaxFloat64), Failing: t.Failing.Order, Perturb: t.Condition, Hits: t.Hits, Passing: t.Passing.Order, By: t.By, Command: command,
	}
	for _, c := range t.Cells {
		d.Cells = append(d.Cells, flakyCell(c))
	}
	for _, f := range t.Failures {
		d.Failures = append(d.Failures, flakyFailures{f.Signature.Outcome, f.Runs, f.Example.Failure, f.Run})
	}
	return d
}

func pair(i stats.Interval) [2]float64 { return [2]float64{i.Low, i.High} }

// failedIn are the tests that failed in a run.
func failedIn(r flaky.Run) []suite.ID {
	failed := []suite.ID{}
	for _, a := range r.Attempts {
		if a.Outcome.Bad() {
			failed = append(failed, a.Test)
		}
	}
	return failed
}
