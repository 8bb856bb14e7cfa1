package health_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/reports/health"
	"github.com/ptr-project/ptr/suite"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) {
	time.Local = time.UTC
	os.Exit(m.Run())
}

func written(t *testing.T, format string, s *health.Suite) string {
	t.Helper()
	var out bytes.Buffer
	if err := health.Formats()[format](&out, s); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// The texts are the ones that people looked at.
func TestReportsAreThoseOfTheGoldenFiles(t *testing.T) {
	for _, format := range []string{"text", "markdown", "json", "csv"} {
		got, file := written(t, format, example(8, 12)), filepath.Join("testdata", "example."+format)
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
	}
}

func TestThePageFetchesNothing(t *testing.T) {
	page := written(t, "html", example(60, 40))
	if found := regexp.MustCompile(`(?i)<(link|img|iframe|object|base)\b|\bsrc=["']|url\(|@import|https?://`).FindString(strings.ReplaceAll(page, "http://www.w3.org/2000/svg", "")); found != "" {
		t.Errorf("the page has %q", found)
	}
}

func TestWhatTestsPrintIsNeverMarkup(t *testing.T) {
	for format := range health.Formats() {
		got := written(t, format, example(8, 12))
		if format != "json" && format != "csv" && strings.ContainsAny(got, "\x1b\x00") {
			t.Errorf("%s has control characters", format)
		}
		if format == "html" && (strings.Contains(got, "<img") || strings.Contains(got, "</script><script>throw")) {
			t.Error("the page has a test's markup")
		}
		if format == "markdown" && regexp.MustCompile("(?m)^[^`]*[^\\\\`]<img").MatchString(strings.Join(regexp.MustCompile("(?ms)^```.*?^```").Split(got, -1), "")) {
			t.Error("Markdown has a test's markup outside of code")
		}
	}
}

func TestJSONAndCSVHaveAllTests(t *testing.T) {
	s := example(60, 40)
	var got struct {
		Schema int
		Tests  []struct{ Test string }
		Causes []struct {
			Clean int `json:"clean_runs"`
		}
	}
	if err := json.Unmarshal([]byte(written(t, "json", s)), &got); err != nil {
		t.Fatal(err)
	}
	if got.Schema != health.Schema || len(got.Tests) != 60 || len(got.Causes) != 4 {
		t.Errorf("schema %d, %d tests, %d causes", got.Schema, len(got.Tests), len(got.Causes))
	}
	rows, err := csv.NewReader(strings.NewReader(written(t, "csv", s))).ReadAll()
	if err != nil || len(rows) != 61 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

func TestVerdicts(t *testing.T) {
	green := func(n int) *health.Suite {
		s := &health.Suite{Name: "shop", Tests: []health.Test{{ID: "a", Short: "a"}}}
		for range n {
			s.Runs = append(s.Runs, health.Run{ID: "r", State: "finished", Counts: suite.Summary{Passed: 1}})
			s.Tests[0].Results = append(s.Tests[0].Results, health.Result{Verdict: suite.Passed, Duration: time.Millisecond})
		}
		return s
	}
	red := green(1)
	red.Runs[0].Counts, red.Tests[0].Results[0].Verdict = suite.Summary{Failed: 1}, suite.Failed
	cut := func(s *health.Suite, runs int) *health.Suite {
		for i := range runs {
			s.Runs[i].State, s.Runs[i].Counts = "killed", suite.Summary{NotRun: 1}
			s.Tests[0].Results[i].Verdict = suite.NotRun
		}
		return s
	}
	reversed := green(2)
	reversed.Runs[1].Condition = "reversed"
	reversed.Runs[1].Counts, reversed.Tests[0].Results[1].Verdict = suite.Summary{Failed: 1}, suite.Failed
	reversed.Failures = []health.Failure{{Test: 0, Run: 1}}
	reversed.Causes = []health.Cause{{Name: "a", Failures: []int{0}}}
	cases := map[string]struct {
		suite *health.Suite
		want  string
	}{
		"one of two in another order":   {reversed, "The one ordinary run passed: 1 test; others failed. One cause is behind it. 1 more run under other conditions"},
		"one run that was cut short":    {cut(green(1), 1), "The one run was cut short: 0 of 1 test passed, and none failed."},
		"some runs that were cut short": {cut(green(40), 10), "30 of 40 runs passed, and the others were cut short without a failure. Any one test fails in fewer than 9.5 % of runs"},
		"all runs were cut short":       {cut(green(3), 3), "All 3 runs were cut short; in what they ran nothing failed."},
		"no runs":                       {&health.Suite{Name: "shop"}, "There are no runs."},
		"one green run":                 {green(1), "The one run passed: 1 test. One run cannot tell"},
		"one red run":                   {red, "The one run failed: 1 of 1 test. One run cannot tell"},
		"all green":                     {green(40), "All 40 runs passed. Any one test fails in fewer than 7.2 % of runs"},
		"mixed":                         {example(60, 40), "26 of 40 runs failed, the latest too."},
	}
	for name, tt := range cases {
		if got := written(t, "text", tt.suite); !strings.Contains(got, tt.want) {
			t.Errorf("%s: %s\nwant %q", name, got, tt.want)
		}
		written(t, "html", tt.suite) // nothing is too little for a page
	}
}

func TestRunsAreCompared(t *testing.T) {
	s := example(60, 40)
	// The second half fails where test 2 does; test 9 takes twice as long, test 10 is new.
	for r := 20; r < 40; r++ {
		s.Tests[9].Results[r].Duration *= 2
	}
	for r := range 20 {
		s.Tests[10].Results[r] = health.Result{}
	}
	c := &health.Comparison{Before: health.Side{Name: "v1"}, After: health.Side{Name: "v2"}}
	for r := range 20 {
		c.Before.Runs, c.After.Runs = append(c.Before.Runs, r), append(c.After.Runs, r+20)
	}
	if page := written(t, "html", s); !strings.Contains(page, `<td class="name">orders.Test0009</td><td class="l">slower</td>`) {
		t.Error("the page doesn't tell the trend")
	}
	s.Compared = c
	var got struct {
		Changes []struct {
			Test, Change string
			Ratio        float64
		}
	}
	if err := json.Unmarshal([]byte(written(t, "json", s)), &got); err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, change := range got.Changes {
		found[change.Test[strings.LastIndex(change.Test, ".")+1:]] = change.Change
	}
	for test, want := range map[string]string{"Test0000": "still fails", "Test0001": "still fails", "Test0002": "fails now", "Test0009": "slower", "Test0010": "new"} {
		if found[test] != want {
			t.Errorf("%s: %q, want %q", test, found[test], want)
		}
	}
	if len(got.Changes) != 6 { // and the test that is hostile still fails
		t.Errorf("%d changes: %v", len(got.Changes), got.Changes)
	}
	if text := written(t, "text", s); !strings.Contains(text, "v2 against v1: 1 test fails that did not.") {
		t.Error(text)
	}
}
