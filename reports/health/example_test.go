package health_test

import (
	"fmt"
	"time"

	"github.com/ptr-project/ptr/reports/health"
	"github.com/ptr-project/ptr/suite"
)

// hostile is what a test may print, or be called.
const hostile = "</script><script>throw new Error('executed')</script><img src=x onerror=alert(1)> \x1b[31mred\x1b[0m \x00 & `|` \u202e"

// example is a suite of n tests and as many runs, in which two tests are flaky, one is
// broken since half of the runs, and one has a name and an output that are hostile.
func example(tests, runs int) *health.Suite {
	began := time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)
	s := &health.Suite{Name: "shop", Framework: "go", Written: began.AddDate(0, 2, 0)}
	for r := range runs {
		s.Runs = append(s.Runs, health.Run{
			ID: fmt.Sprintf("r%02d", r), Revision: fmt.Sprintf("%07x", 0xabc000+r/2), Started: began.Add(time.Duration(r) * 9 * time.Hour),
			Duration: 40*time.Second + time.Duration(r%7)*time.Second, State: "finished", Order: "source", Seed: uint64(r), Workers: 2,
			SetUp: []suite.Phase{{Name: "build", Duration: 4 * time.Second}, {Name: "databases", Duration: time.Second}},
		})
	}
	for i := range tests {
		t := health.Test{ID: suite.ID(fmt.Sprintf("example.com/shop/orders.Test%04d", i)), Short: fmt.Sprintf("orders.Test%04d", i), Unit: "example.com/shop/orders",
			File: "orders/orders_test.go", Line: 10 + i, Owners: []string{"@team/orders"}}
		if i == 3 {
			t.Short, t.ID = "orders.Test"+hostile, "example.com/shop/orders.Test"+hostile
		}
		for r := range runs {
			t.Results = append(t.Results, health.Result{Verdict: verdictOf(i, r, runs), Duration: time.Duration(1+i*7%900) * time.Millisecond * time.Duration(10+r%4) / 10})
		}
		s.Tests = append(s.Tests, t)
	}
	causes := make([]health.Cause, 4)
	for r := range runs {
		for i := range min(4, tests) {
			v := s.Tests[i].Results[r].Verdict
			if v != suite.Failed && v != suite.Flaky {
				continue
			}
			causes[i].Failures = append(causes[i].Failures, len(s.Failures))
			said := fmt.Sprintf("orders_test.go:%d: state = %d, want open", 14+i, r)
			output := "a line\n    " + said + "\n"
			if i == 3 {
				output = hostile + "\n" + output
			}
			s.Failures = append(s.Failures, health.Failure{Test: i, Run: r, Outcome: suite.Fail, Said: said, Output: output, Worker: 1 + r%2, Before: i, Duration: time.Millisecond,
				Signature: suite.SignatureOf(suite.Attempt{Outcome: suite.Fail, Failure: said})})
		}
		for i := range s.Tests {
			s.Runs[r].Counts.Add(s.Tests[i].Results[r].Verdict)
		}
	}
	for i, c := range causes {
		if len(c.Failures) > 0 {
			last := s.Failures[c.Failures[len(c.Failures)-1]]
			c.Name, c.Kind = last.Said, health.Intermittent
			c.Again = health.Reproduction{Command: "ptr run --test " + s.Tests[i].Short, Hits: 3, Tries: 12, Why: "alone"}
			c.Failing = health.Evidence{Where: "run " + s.Runs[last.Run].ID, Text: last.Output}
			c.Passing = health.Evidence{Where: "right after, alone", Text: "a line\n"}
			c.Details = []health.Detail{{Name: "p", Text: "0.01"}}
			s.Causes = append(s.Causes, c)
		}
	}
	s.Dependences = []health.Dependence{
		{Polluter: "orders.Test0005", Victim: "orders.Test0001", What: "table orders: 3 rows added", Seen: 2, Command: "ptrbisect --failing orders.Test0001"},
		{Polluter: "orders.Test0005", Victim: "orders.Test0000", What: "makes it fail", Seen: 3},
		{Polluter: "orders.Test0001", Victim: "orders.Test" + hostile, What: "makes it fail", Seen: 3},
		{Polluter: "orders.Test0006", Victim: "orders.Test0002", What: "without it that fails", Seen: 3},
		{Polluter: "orders.Test0007", What: "open file: fd 9", Seen: 1},
	}
	s.Last = timeline(s)
	return s
}

func verdictOf(test, run, runs int) suite.Verdict {
	switch {
	case test == 0 && run%5 == 2, test == 3 && run%7 == 3, test == 2 && run >= runs/2:
		return suite.Failed
	case test == 1 && run%4 == 1:
		return suite.Flaky
	case test%50 == 49:
		return suite.Skipped
	}
	return suite.Passed
}

func timeline(s *health.Suite) health.Timeline {
	t := health.Timeline{Run: s.Runs[len(s.Runs)-1].ID}
	for w := range 2 {
		lane := health.Lane{Worker: w + 1, Spans: []health.Span{
			{Activity: health.Cloning, Length: 20 * time.Millisecond}, {Activity: health.Starting, Begin: 20 * time.Millisecond, Length: 30 * time.Millisecond}}}
		at := 50 * time.Millisecond
		for i := w; i < len(s.Tests); i += 2 {
			took := s.Tests[i].Results[len(s.Runs)-1].Duration
			outcome := suite.Pass
			if s.Tests[i].Results[len(s.Runs)-1].Verdict == suite.Failed {
				outcome = suite.Fail
			}
			lane.Spans = append(lane.Spans, health.Span{Activity: health.Testing, Test: s.Tests[i].ID, Verdict: outcome, Begin: at, Length: took},
				health.Span{Activity: health.Between, Begin: at + took, Length: time.Millisecond})
			at += took + time.Millisecond
		}
		t.Workers = append(t.Workers, lane)
		t.Length = max(t.Length, at)
	}
	return t
}
