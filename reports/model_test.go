package reports_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/suite"
)

// A goEvent is a line of `go test -json`.
type goEvent struct {
	Time        time.Time
	Action      string
	Package     string
	ImportPath  string
	Test        string
	Elapsed     *float64
	Output      string
	FailedBuild string
}

// A goModel is a strict reader of `go test -json`: what it gets that the go
// command would never write is an error.
type goModel struct {
	results  map[string]string // by package, or package and test
	running  map[string]bool   // packages and tests
	output   map[string]string
	built    map[string]bool // that failed to
	lastTime time.Time
}

func readGo(out []byte) (*goModel, error) {
	m := &goModel{map[string]string{}, map[string]bool{}, map[string]string{}, map[string]bool{}, time.Time{}}
	for line := range bytes.Lines(out) {
		var e goEvent
		decoder := json.NewDecoder(bytes.NewReader(line))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&e); err != nil {
			return nil, fmt.Errorf("%s: %w", line, err)
		}
		if err := m.event(e); err != nil {
			return nil, fmt.Errorf("%s: %w", line, err)
		}
	}
	for what := range m.running {
		return nil, fmt.Errorf("%s never ends", what)
	}
	return m, nil
}

func (m *goModel) event(e goEvent) error {
	if strings.HasPrefix(e.Action, "build-") {
		m.built[e.ImportPath] = m.built[e.ImportPath] || e.Action == "build-fail"
		if e.Package != "" || e.ImportPath == "" {
			return fmt.Errorf("a build has an import path and no package")
		}
		return nil
	}
	if e.Time.Before(m.lastTime) {
		return fmt.Errorf("time runs back from %v", m.lastTime)
	}
	m.lastTime = e.Time
	what := e.Package
	if e.Test != "" {
		what += "." + e.Test
	}
	switch e.Action {
	case "start", "run":
		return m.begin(e, what)
	case "output":
		if !strings.HasSuffix(e.Output, "\n") || strings.Count(e.Output, "\n") != 1 {
			return fmt.Errorf("output is not one line")
		}
		m.output[what] += e.Output
		return m.mustRun(what)
	case "pass", "fail", "skip":
		return m.end(e, what)
	}
	return fmt.Errorf("unknown action")
}

func (m *goModel) begin(e goEvent, what string) error {
	if m.running[what] || (e.Action == "run") != (e.Test != "") || e.Test != "" && !m.running[e.Package] || m.results[e.Package] != "" {
		return fmt.Errorf("cannot begin here")
	}
	m.running[what] = true
	return nil
}

func (m *goModel) mustRun(what string) error {
	if !m.running[what] {
		return fmt.Errorf("%s is not running", what)
	}
	return nil
}

func (m *goModel) end(e goEvent, what string) error {
	if e.Elapsed == nil {
		return fmt.Errorf("no elapsed time")
	}
	for other := range m.running {
		if strings.HasPrefix(other, what+"/") || e.Test == "" && strings.HasPrefix(other, what+".") {
			return fmt.Errorf("%s is running still", other)
		}
	}
	if e.FailedBuild != "" && !m.built[e.FailedBuild] {
		return fmt.Errorf("the build did not fail")
	}
	if e.Test == "" && e.Action != "fail" {
		for test, result := range m.results {
			if result == "fail" && strings.HasPrefix(test, what+".") {
				return fmt.Errorf("%s failed", test)
			}
		}
	}
	err := m.mustRun(what)
	delete(m.running, what)
	m.results[what] = e.Action
	return err
}

func TestTest2JSONSaysOfEachTestWhatItsLastAttemptDoes(t *testing.T) {
	m, err := readGo(show(t, reports.NewTest2JSON, everything()))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		orders: "fail", orders + ".TestRefund": "pass", orders + ".TestCancelTwice": "fail", orders + ".TestFlaky": "pass",
		orders + ".TestSkip": "skip", orders + ".TestHang": "fail", orders + ".TestTable": "fail",
		orders + ".TestTable/good": "pass", orders + ".TestTable/bad": "fail", orders + ".TestTable/bad/worse": "fail",
		stock: "fail", stock + ".TestReserve": "pass", stock + ".TestPanic": "fail", stock + ".TestInnocent": "pass",
		stock + ".TestLeaky": "pass", stock + ".ExampleStock": "pass", stock + ".TestBytes": "fail", stock + ".Test'quote|pipe": "fail",
		broken: "fail", empty: "skip", idle: "fail",
	}
	if diff := cmp.Diff(want, m.results); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
	if got := m.output[orders+".TestFlaky"]; !strings.Contains(got, "too late") {
		t.Errorf("output of the flaky test = %q, want that of its failure", got)
	}
	if got := m.output[stock+".TestPanic"]; !strings.Contains(got, "goroutine 7") {
		t.Errorf("output of the panicking test = %q, want its stack", got)
	}
}

func TestTest2JSONIsWellFormedWheneverTheRunStops(t *testing.T) {
	all := everything()
	for n := range all {
		if _, err := readGo(show(t, reports.NewTest2JSON, all[:n])); err != nil {
			t.Errorf("after %d events: %v", n, err)
		}
	}
}

// In whatever order tests of two units, with retries, end.
func TestTest2JSONIsWellFormedInAnyOrder(t *testing.T) {
	outcome := rapid.SampledFrom([]suite.Outcome{suite.Pass, suite.Fail, suite.Skip, suite.Crash, suite.Unfinished, suite.Timeout, suite.Broken})
	cause := rapid.SampledFrom([]suite.Cause{suite.Planned, suite.Repeat, suite.Retry, suite.Suspect, suite.Diagnosis})
	rapid.Check(t, func(rt *rapid.T) {
		all := []suite.Event{started(), suite.WorkerStarted{Worker: 1, Process: 1, Unit: orders}, suite.WorkerStarted{Worker: 2, Process: 1, Unit: stock}}
		for range rapid.IntRange(0, 12).Draw(rt, "attempts") {
			unit := rapid.SampledFrom([]string{orders, stock}).Draw(rt, "unit")
			name := rapid.SampledFrom([]string{"TestA", "TestB"}).Draw(rt, "name")
			if rapid.Bool().Draw(rt, "begins") {
				all = append(all, began(unit, name))
			}
			if rapid.Bool().Draw(rt, "has a subtest") {
				all = append(all, attempt(unit, name+"/s", outcome.Draw(rt, "outcome"), below(unit, name)))
			}
			all = append(all, attempt(unit, name, outcome.Draw(rt, "outcome"), func(a *suite.Attempt) { a.Cause = cause.Draw(rt, "cause") }))
		}
		if _, err := readGo(show(t, reports.NewTest2JSON, all)); err != nil {
			rt.Fatal(err)
		}
	})
}
