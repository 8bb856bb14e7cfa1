package kill

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestACheckThatSeesNothingIsBlind(t *testing.T) {
	l := &lab{temp: t.TempDir(), told: map[string]bool{}}
	planted := filepath.Join(l.temp, "ptr-0", "clone.db")
	plant := func() (func() error, error) { return l.plantFile(l.temp, "ptr-0", "clone.db") }
	blind := func() ([]string, error) { return nil, nil }
	if err := l.notices(blind, plant); !errors.Is(err, ErrBlind) {
		t.Errorf("nothing is seen: %v, want %v", err, ErrBlind)
	}
	if err := l.notices(l.temporary, plant); err != nil {
		t.Errorf("it is seen: %v", err)
	}
	if _, err := os.Stat(planted); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what was planted stays: %v", err)
	}
}

func TestBrokenTemplates(t *testing.T) {
	one := template{number: 1, path: "1"}
	changed := template{number: 1, path: "1", sum: [32]byte{1}}
	two := template{number: 2, path: "2"}
	cases := map[string]struct {
		before, killed, now template
		want                []string
	}{
		"untouched":                         {one, one, one, nil},
		"a newer one was made":              {one, two, two, nil},
		"the kill changed it":               {one, changed, changed, []string{"the kill changed 1"}},
		"the kill lost the newer one":       {two, one, one, []string{"the kill changed 2"}},
		"the next run made it anew":         {one, one, two, []string{"the next run did not use 1"}},
		"the next run went back to the old": {one, two, one, []string{"the next run did not use 2"}},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			on := func(made template) map[string]template { return map[string]template{"shelf": made} }
			if diff := cmp.Diff(tt.want, changes(on(tt.before), on(tt.killed), on(tt.now))); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestResultsAreLinesThatSayHowAttemptsEnded(t *testing.T) {
	got := results([]string{
		`{"event":"began","test":"p.TestA","worker":1,"process":1}`,
		`{"event":"ended","test":"p.TestA","cause":"planned","number":1,"worker":1,"process":2,"outcome":"pass","output":"x"}`,
		`{"event":"unit_ended","unit":"p","outcome":"pass"}`,
		`{"event":"ended","test":"p.Test`,
	})
	want := []result{{Test: "p.TestA", Cause: "planned", Number: 1, Worker: 1, Process: 2, Outcome: "pass", Output: "x"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTestsOfARunThatHaveNoOutcome(t *testing.T) {
	s := &shot{lines: []string{
		`{"event":"run_started","run":"3f2","tests":[{"test":"p.TestA"},{"test":"p.TestB"},{"test":"p.TestC"}]}`,
		`{"event":"ended","test":"p.TestA","number":1,"outcome":"unfinished"}`,
		`{"event":"ended","test":"p.TestB","number":1,"outcome":"unfinished"}`,
		`{"event":"ended","test":"p.TestB","number":2,"outcome":"pass"}`,
	}}
	want := []string{"p.TestA has no outcome", "p.TestC has no outcome"}
	if diff := cmp.Diff(want, s.withoutOutcome()); diff != "" {
		t.Error(diff)
	}
}
