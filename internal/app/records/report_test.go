package records

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/checkup"
	"github.com/ptr-project/ptr/reports/health"
	"github.com/ptr-project/ptr/suite"
)

// A run of which ptr was killed counts for what it had done, and the report says that it
// was cut short.
func TestARunThatCrashedHalfWayIsReportedOn(t *testing.T) {
	db, err := history.Open(t.Context(), filepath.Join(t.TempDir(), "history.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tests := []suite.Test{{ID: "u.TestA", Unit: "u", Kind: suite.KindTest}, {ID: "u.TestB", Unit: "u", Kind: suite.KindTest}, {ID: "u.TestC", Unit: "u", Kind: suite.KindTest}}
	recorder, err := db.Begin(t.Context(), history.Run{Name: "shop", Framework: "go", Owner: "1@never", Started: time.Unix(100, 0), Workers: 1}, tests, nil)
	if err != nil {
		t.Fatal(err)
	}
	ended := func(id suite.ID, o suite.Outcome, second int64, failure string) suite.Ended {
		return suite.Ended{Attempt: suite.Attempt{Test: id, Unit: "u", Cause: suite.Planned, Number: 1, Worker: 1, Process: 1, Outcome: o, Failure: failure,
			Start: time.Unix(second, 0), Duration: time.Second, Output: []byte(failure)}}
	}
	err = recorder.Record(t.Context(), []suite.Event{
		suite.RunStarted{Name: "shop", Time: time.Unix(100, 0), Workers: 1}, suite.WorkerStarted{Worker: 1, Process: 1, Waited: time.Second},
		ended("u.TestA", suite.Pass, 103, ""), ended("u.TestB", suite.Fail, 104, "a_test.go:3: no"),
		suite.Began{Test: "u.TestC", Worker: 1, Process: 1, Time: time.Unix(105, 0)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := recorder.Close(); err != nil {
		t.Fatal(err)
	}
	chosen, err := chooseRuns(t.Context(), db, "", ReportOptions{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	s, err := checkup.Of(t.Context(), db, chosen.suite, chosen.runs, func(string) []string { return nil }, checkup.Causes)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Runs) != 1 || s.Runs[0].State != "killed" || s.Runs[0].Duration != 5*time.Second {
		t.Errorf("runs %+v, want one that was killed after 5 s", s.Runs)
	}
	for i, want := range []suite.Verdict{suite.Passed, suite.Failed, suite.NotRun} {
		if got := s.Tests[i].Results[0].Verdict; got != want {
			t.Errorf("%s: %s, want %s", s.Tests[i].ID, got, want)
		}
	}
	if w := warningsOf(s); len(w) != 1 || !strings.HasPrefix(w[0], "1 run was cut short") {
		t.Errorf("warnings %q", w)
	}
	var text strings.Builder
	if err := health.WriteText(&text, s); err != nil || !strings.Contains(text.String(), "a_test.go:3: no   (seen once)") {
		t.Errorf("%v: %s", err, text.String())
	}
	want := []health.Span{
		{Activity: health.Cloning, Length: time.Second}, {Activity: health.Starting, Begin: time.Second, Length: 2 * time.Second},
		{Activity: health.Testing, Test: "u.TestA", Verdict: suite.Pass, Begin: 3 * time.Second, Length: time.Second},
		{Activity: health.Testing, Test: "u.TestB", Verdict: suite.Fail, Begin: 4 * time.Second, Length: time.Second},
	}
	if len(s.Last.Workers) != 1 || len(s.Last.Workers[0].Spans) != len(want) {
		t.Fatalf("timeline %+v", s.Last)
	}
	for i, span := range s.Last.Workers[0].Spans {
		if span != want[i] {
			t.Errorf("span %d: %+v, want %+v", i, span, want[i])
		}
	}
}
