package gotest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/framework/gotest"
	"github.com/ptr-project/ptr/suite"
)

// build lists packages of the zoo with other options.
func build(t *testing.T, o gotest.Options, patterns ...string) (*gotest.Framework, zoo) {
	t.Helper()
	o.Dir, o.BuildDir, o.BinDir = filepath.Join("testdata", "zoo"), filepath.Join(zooDir, "build"), t.TempDir()
	fw, err := gotest.New(o)
	if err != nil {
		t.Fatal(err)
	}
	listing, err := fw.List(t.Context(), patterns)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range listing.Results {
		t.Errorf("%s: %s\n%s", r.Unit, r.Reason, r.Output)
	}
	return fw, zoo{fw: fw, listing: listing}
}

func TestCoverageOfSeveralProcessesIsMerged(t *testing.T) {
	dir := t.TempDir()
	fw, z := build(t, gotest.Options{Cover: true, CoverDir: dir}, "./ordinary")
	for range 2 {
		w := z.start(t, fw, "ordinary")
		tell(t, w, z.tests(t, "ordinary", "TestInside"))
		if _, err := w.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	profile := filepath.Join(t.TempDir(), "cover.out")
	if err := fw.MergeCoverage(t.Context(), profile); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(profile)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(got), "mode: ") || !strings.Contains(string(got), "ordinary/ordinary.go:4.24,4.40 1 1\n") {
		t.Errorf("Double was called in both processes, but the profile is\n%s", got)
	}
}

// The end of a race detector's process is hastened, which must lose no report.
func TestRacesAreReportedHoweverLate(t *testing.T) {
	fw, z := build(t, gotest.Options{Build: []string{"-race"}}, "./racy")
	w := z.start(t, fw, "racy")
	s := tell(t, w, z.tests(t, "racy", "TestRace", "TestFine"))
	if a := s.attempts["TestRace"]; a.Outcome != suite.Fail || !strings.Contains(string(a.Output), "WARNING: DATA RACE") {
		t.Errorf("TestRace: %s\n%s", a.Outcome, a.Output)
	}
	if a := s.attempts["TestFine"]; a.Outcome != suite.Pass {
		t.Errorf("TestFine: %s\n%s", a.Outcome, a.Output)
	}
	r, err := w.Close(t.Context())
	if err != nil || !strings.Contains(string(r.Output), "WARNING: DATA RACE") || !strings.Contains(string(r.Output), "racyMain") {
		t.Errorf("the race in TestMain is not reported: %v\n%s", err, r.Output)
	}
}

func TestSubtestsAreSelectedAsByGoTest(t *testing.T) {
	fw, z := build(t, gotest.Options{Run: "TestSub/(good|bad)|TestPass", Skip: "Sub/bad/a|Fuzz|p"}, "./ordinary")
	s := tell(t, z.start(t, fw, "ordinary"), z.tests(t, "ordinary", "TestSub", "TestPass"))
	want := "TestSub/good TestSub/bad/inner TestSub/bad TestSub/good#01 TestSub TestPass"
	if got := strings.Join(s.ended, " "); got != want {
		t.Errorf("ended %s, want %s", got, want)
	}
}
