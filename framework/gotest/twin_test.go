package gotest_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/framework/gotest"
	"github.com/ptr-project/ptr/suite"
)

func TestTwinsAreTwoTests(t *testing.T) {
	z := openZoo(t)
	var got []string
	for _, x := range z.tests(t, "twins") {
		got = append(got, shortName(x.ID)+" "+filepath.Base(x.File))
	}
	want := []string{
		"TestTwin inside_test.go", "TestDeadlyTwin inside_test.go", "TestTwin#01 outside_test.go",
		"TestDeadlyTwin#01 outside_test.go", "Example_twin inside_test.go", "Example_twin#01 outside_test.go",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	s := tell(t, z.start(t, z.fw, "twins"), z.tests(t, "twins", "TestTwin#01", "TestTwin"), z.tests(t, "twins", "Example_twin", "Example_twin#01"))
	outcomes := map[string]suite.Outcome{
		"TestTwin": suite.Pass, "TestTwin/inside": suite.Pass,
		"TestTwin#01": suite.Fail, "TestTwin#01/outside": suite.Fail, "TestTwin#01/another": suite.Pass,
		"Example_twin": suite.Pass, "Example_twin#01": suite.Pass,
	}
	if diff := cmp.Diff(outcomes, s.outcomes()); diff != "" {
		t.Error(diff)
	}
}

func (s story) outcomes() map[string]suite.Outcome {
	outcomes := map[string]suite.Outcome{}
	for name, a := range s.attempts {
		outcomes[name] = a.Outcome
	}
	return outcomes
}

func TestATwinIsChargedWithItsOwnDeath(t *testing.T) {
	z := openZoo(t)
	s := tell(t, z.start(t, z.fw, "twins"), z.tests(t, "twins", "TestDeadlyTwin"), z.tests(t, "twins", "TestDeadlyTwin#01"))
	if s.death == nil || shortName(s.death.Charged) != "TestDeadlyTwin#01" {
		t.Errorf("death %+v, want one that TestDeadlyTwin#01 is charged with", s.death)
	}
}

// listed are the twins that options select.
func listed(t *testing.T, o gotest.Options) (*gotest.Framework, []suite.Test) {
	t.Helper()
	fw, err := gotest.New(o)
	if err != nil {
		t.Fatal(err)
	}
	listing, err := fw.List(t.Context(), []string{"./twins"})
	if err != nil {
		t.Fatal(err)
	}
	return fw, listing.Tests
}

func TestRunSelectsTwinsAsGoTestDoes(t *testing.T) {
	z := openZoo(t)
	options := z.options
	options.Run = "^TestTwin$/^(inside|outside)$"
	fw, twins := listed(t, options)
	got := slices.Sorted(slices.Values(tell(t, z.start(t, fw, "twins"), twins).ended))
	if diff := cmp.Diff([]string{"TestTwin", "TestTwin#01", "TestTwin#01/outside", "TestTwin/inside"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestOneProcessForEachTestRunsBothTwins(t *testing.T) {
	z := openZoo(t)
	options := z.options
	options.PerTest = true
	fw, twins := listed(t, options)
	tests := slices.DeleteFunc(twins, func(x suite.Test) bool { return shortName(x.ID) == "TestDeadlyTwin" })
	want := map[string]suite.Outcome{
		"TestTwin": suite.Fail, "TestTwin/inside": suite.Pass, "TestTwin/outside": suite.Fail, "TestTwin/another": suite.Pass,
		"Example_twin": suite.Pass,
	}
	if diff := cmp.Diff(want, tell(t, z.start(t, fw, "twins"), tests).outcomes()); diff != "" {
		t.Error(diff)
	}
}
