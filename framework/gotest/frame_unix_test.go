//go:build unix

package gotest_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/framework/gotest"
	"github.com/ptr-project/ptr/suite"
)

// outcomesAbove are those of the tests that look at who called them.
func outcomesAbove(t *testing.T, o gotest.Options) map[string]suite.Outcome {
	t.Helper()
	fw, z := build(t, o, "./above")
	s := tell(t, z.start(t, fw, "above"),
		z.tests(t, "above", "TestAbove", "TestAboveParallel", "TestEndsItsGoroutine"), z.tests(t, "above", "FuzzAbove"))
	outcomes := map[string]suite.Outcome{}
	for name, a := range s.attempts {
		if !strings.Contains(name, "/") {
			outcomes[name] = a.Outcome
		}
	}
	return outcomes
}

func TestTestsFindNothingOfPtrsOnTheStackAboveThem(t *testing.T) {
	want := map[string]suite.Outcome{
		"TestAbove": suite.Pass, "TestAboveParallel": suite.Pass, "TestEndsItsGoroutine": suite.Skip, "FuzzAbove": suite.Pass,
	}
	if diff := cmp.Diff(want, outcomesAbove(t, gotest.Options{})); diff != "" {
		t.Error(diff)
	}
}

// A go command that places the standard library elsewhere stands for one whose
// package testing is another.
func TestWithAnUnknownPackageTestingTestsAreCalledFromAFunctionOfPtrs(t *testing.T) {
	real, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	fake := filepath.Join(t.TempDir(), "go")
	script := fmt.Sprintf("#!/bin/sh\n[ \"$1\" = env ] && exec echo '{\"GOROOT\": \"/nowhere\", \"GOOS\": %q}'\nexec %q \"$@\"\n", runtime.GOOS, real)
	if err := os.WriteFile(fake, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	want := map[string]suite.Outcome{
		"TestAbove": suite.Fail, "TestAboveParallel": suite.Fail, "TestEndsItsGoroutine": suite.Skip, "FuzzAbove": suite.Fail,
	}
	if diff := cmp.Diff(want, outcomesAbove(t, gotest.Options{GoCommand: fake})); diff != "" {
		t.Error(diff)
	}
}
