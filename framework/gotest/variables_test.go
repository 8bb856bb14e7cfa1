package gotest_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/framework/gotest"
	"github.com/ptr-project/ptr/suite"
)

func TestVariablesThatATestLeftChangedAreNamed(t *testing.T) {
	fw, z := build(t, gotest.Options{Variables: true}, "./polluter")
	w := z.start(t, fw, "polluter")
	registered := suite.Change{Where: "example.com/zoo/polluter.registry", Old: "[]", New: `["x":[7]]`}
	raised := suite.Change{Where: "example.com/zoo/polluter/inner.limit", Old: "3", New: "4"}
	again := suite.Change{Where: raised.Where, Old: "4", New: "5"}
	for _, tt := range []struct {
		test string
		want []suite.Change
	}{
		{"TestNothing", nil},
		{"TestRegister", []suite.Change{registered}},
		{"TestNothing", nil}, // what the one before left is not its fault
		{"TestInner", []suite.Change{raised}},
		{"TestTidy", nil},
		{"TestInner", []suite.Change{again}},
	} {
		got := tell(t, w, z.tests(t, "polluter", tt.test)).attempts[tt.test].Changes
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.test, diff)
		}
	}
}

func TestOfParallelTestsNobodySaysWhichChangedAVariable(t *testing.T) {
	fw, z := build(t, gotest.Options{Variables: true}, "./polluter")
	w := z.start(t, fw, "polluter")
	s := tell(t, w, z.tests(t, "polluter", "TestParallel", "TestParallelToo"))
	s2 := tell(t, w, z.tests(t, "polluter", "TestNothing"))
	for _, a := range []suite.Attempt{s.attempts["TestParallel"], s.attempts["TestParallelToo"], s2.attempts["TestNothing"]} {
		if a.Outcome != suite.Pass || len(a.Changes) > 0 {
			t.Errorf("%s: %s, changes %v; want a pass without", a.Test, a.Outcome, a.Changes)
		}
	}
}

func TestWithoutDWARFAListingSaysThatVariablesAreNotLookedAt(t *testing.T) {
	fw, z := build(t, gotest.Options{Variables: true, Build: []string{"-ldflags=-s -w"}}, "./polluter")
	if len(z.listing.Notes) != 1 || !strings.Contains(z.listing.Notes[0].Text, "package variables are not looked at") {
		t.Errorf("notes %v, want one that says so", z.listing.Notes)
	}
	w := z.start(t, fw, "polluter")
	if a := tell(t, w, z.tests(t, "polluter", "TestInner")).attempts["TestInner"]; a.Outcome != suite.Pass || a.Changes != nil {
		t.Errorf("TestInner: %s, changes %v; want a pass without", a.Outcome, a.Changes)
	}
}
