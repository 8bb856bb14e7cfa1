package checkup

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/ptr-project/ptr/reports/health"
	"github.com/ptr-project/ptr/suite"
)

// failed is a suite of tests and runs in which test t fails in run r if says is not "".
func failed(tests, runs int, says func(test, run int) string) *health.Suite {
	s := &health.Suite{}
	for r := range runs {
		s.Runs = append(s.Runs, health.Run{ID: fmt.Sprint("r", r), State: "finished"})
	}
	for i := range tests {
		t := health.Test{ID: suite.ID(fmt.Sprint("t", i)), Short: fmt.Sprint("t", i)}
		for r := range runs {
			verdict := suite.Passed
			if text := says(i, r); text != "" {
				verdict = suite.Failed
				s.Failures = append(s.Failures, health.Failure{Test: i, Run: r, Outcome: suite.Fail, Said: text,
					Signature: suite.SignatureOf(suite.Attempt{Outcome: suite.Fail, Failure: text})})
			}
			t.Results = append(t.Results, health.Result{Verdict: verdict})
		}
		s.Tests = append(s.Tests, t)
	}
	return s
}

func TestFailuresAreGroupedIntoCauses(t *testing.T) {
	cases := map[string]struct {
		says func(test, run int) string
		want []string // kind, tests and runs of each cause
	}{
		"nothing": {func(int, int) string { return "" }, nil},
		"one test, with other values": {func(test, run int) string {
			if test == 0 && run%4 == 1 {
				return fmt.Sprintf("a_test.go:3: got %d", run)
			}
			return ""
		}, []string{"intermittent [0] [1 5 9]"}},
		"two ways to fail": {func(test, run int) string {
			if test == 0 && run == 3 {
				return "a_test.go:3: no"
			}
			if test == 0 && run == 7 {
				return "a_test.go:9: no"
			}
			return ""
		}, []string{"intermittent [0] [3]", "intermittent [0] [7]"}},
		"different texts in the very same runs": {func(test, run int) string {
			if test < 2 && (run == 2 || run == 5 || run == 6) {
				return fmt.Sprintf("a_test.go:%d: no", test)
			}
			return ""
		}, []string{"intermittent [0 1] [2 5 6]"}},
		"broken since": {func(test, run int) string {
			if test == 1 && run >= 6 {
				return "a_test.go:3: no"
			}
			return ""
		}, []string{"broken [1] [6 7 8 9 10 11]"}},
		"in the last run alone": {func(test, run int) string {
			if test == 1 && run == 11 {
				return "a_test.go:3: no"
			}
			return ""
		}, []string{"seen once [1] [11]"}},
		"an outage hits many": {func(test, run int) string {
			if run == 4 {
				return fmt.Sprintf("a_test.go:%d: dial tcp 127.0.0.1:6379: connect: Connection refused", test)
			}
			return ""
		}, []string{"infrastructure [0 1 2 3] [4]"}},
		"one test that says so is to blame": {func(test, run int) string {
			if test == 2 && run == 4 {
				return "a_test.go:7: connection refused"
			}
			return ""
		}, []string{"intermittent [2] [4]"}},
	}
	for name, tt := range cases {
		s := failed(4, 12, tt.says)
		var got []string
		for _, c := range Causes(s) {
			got = append(got, fmt.Sprintf("%s %v %v", c.Kind, slices.Sorted(slices.Values(s.TestsOf(c))), s.SeenIn(c)))
		}
		slices.Sort(got)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// Passing alone means little of a test that passes mostly.
func TestCompanyIsBlamedOnlyIfPassingAloneIsNoLuck(t *testing.T) {
	for _, tt := range []struct {
		every int
		want  health.Kind
	}{{2, health.InCompany}, {12, health.Intermittent}} {
		s := failed(1, 24, func(_, run int) string {
			if run%tt.every == 0 {
				return "a_test.go:3: no"
			}
			return ""
		})
		for i := range s.Failures {
			s.Failures[i].Alone = suite.Pass
		}
		if got := Causes(s)[0].Kind; got != tt.want {
			t.Errorf("failing every %d runs: %s, want %s", tt.every, got, tt.want)
		}
	}
}

func TestOwnersAreThoseOfTheRepository(t *testing.T) {
	root := t.TempDir()
	for file, text := range map[string]string{".git/HEAD": "", ".github/CODEOWNERS": "* @all\n/shop/orders/ @orders @more\n*.sql\n", "shop/ptr.toml": ""} {
		path := filepath.Join(root, file)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	owners := Owners(filepath.Join(root, "shop"))
	for file, want := range map[string][]string{"orders/a_test.go": {"@orders", "@more"}, "a_test.go": {"@all"}, "x.sql": nil, "": nil} {
		if got := owners(file); !slices.Equal(got, want) {
			t.Errorf("owners of %q: %q, want %q", file, got, want)
		}
	}
}
