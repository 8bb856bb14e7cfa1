package flakes

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

func TestOnlyTestsThatFailPlainlyAreAResult(t *testing.T) {
	tests := map[string]struct {
		kinds []flaky.Kind
		want  int
	}{
		"nothing":               {nil, console.OK},
		"provoked":              {[]flaky.Kind{flaky.Provoked}, console.OK},
		"an outage":             {[]flaky.Kind{flaky.Infrastructure}, console.OK},
		"provoked, and by luck": {[]flaky.Kind{flaky.Provoked, flaky.Nondeterministic}, console.TestsFailed},
		"always":                {[]flaky.Kind{flaky.AlwaysFails}, console.TestsFailed},
	}
	for name, tt := range tests {
		var r flaky.Report
		for _, kind := range tt.kinds {
			r.Flaky = append(r.Flaky, flaky.Result{Kind: kind})
		}
		if got := flakyStatus(r); got != tt.want {
			t.Errorf("%s: status %d, want %d", name, got, tt.want)
		}
	}
}

// Two tests of a minute each, on two workers, take about three minutes if they are watched.
func TestTestsAreWatchedWhereThatIsAffordable(t *testing.T) {
	tests := map[string]struct {
		Options
		want bool
	}{
		"by default":             {Options{}, true},
		"few orders":             {Options{Runs: fewOrders - 1}, false},
		"enough of them":         {Options{Runs: fewOrders}, true},
		"a budget that is large": {Options{Budget: time.Hour}, true},
		"one that is not":        {Options{Budget: 15 * time.Minute}, false},
	}
	two := []suite.Test{{ID: "p.TestA", Unit: "p"}, {ID: "p.TestB", Unit: "p"}}
	costs := plan.Costs{Tests: map[suite.ID]time.Duration{"p.TestA": time.Minute, "p.TestB": time.Minute}}
	for name, tt := range tests {
		h := &hunt{Options: tt.Options, tests: two, sweeper: &sweeper{Prober: &app.Prober{Costs: costs, Workers: 2}}}
		if got := h.affordable(); got != tt.want {
			t.Errorf("%s: affordable() = %v, want %v", name, got, tt.want)
		}
	}
}

// Of what a test did, only what and where is kept, and each of it once.
func TestTracesAreFewerThanWhatTestsDo(t *testing.T) {
	got := traces(suite.Attempt{
		Test: "p.TestA", Unit: "p", Outcome: suite.Pass, Output: []byte("much"),
		Changes: []suite.Change{
			{Alias: "default", Where: "people", New: "ada"}, {Alias: "default", Where: "people", New: "bob"}, {Alias: "other", Where: "people"},
		},
		Statements: []suite.Statement{{Text: "SELECT 1", Duration: time.Second}, {Text: "SELECT 1"}, {Text: "SELECT 2"}},
	})
	want := suite.Attempt{
		Test: "p.TestA", Unit: "p", Outcome: suite.Pass,
		Changes:    []suite.Change{{Alias: "default", Where: "people"}, {Alias: "other", Where: "people"}},
		Statements: []suite.Statement{{Text: "SELECT 1"}, {Text: "SELECT 2"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhatWasSeenIsSaidInWords(t *testing.T) {
	h := &hunt{}
	if got, want := h.conflictWords(), "no test was seen to leave behind what another reads"; got != want {
		t.Errorf("of nothing it says %q, want %q", got, want)
	}
	h.conflicts = []flaky.Conflict{{Writer: "A", Reader: "B", Where: "people"}, {Writer: "A", Reader: "C", Where: "people"}}
	if got, want := h.conflictWords(), "one test left one thing changed that 2 tests read; these pairs run next to each other first: 2"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}
