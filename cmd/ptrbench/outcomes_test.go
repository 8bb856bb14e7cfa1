package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/internal/figures/outcomes"
)

// built is a ptr command, and pythonSuite a copy of a suite in Python, where runs may
// leave their history.
func built(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ptr")
	if out, err := exec.Command("go", "build", "-ldflags=-s -w", "-o", path, "../ptr").CombinedOutput(); err != nil {
		t.Fatalf("building ptr: %v\n%s", err, out)
	}
	return path
}

func pythonSuite(t *testing.T, name string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("../../framework/python/testdata", name))); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestOutcomesOfASuiteInPython(t *testing.T) {
	dir, record := pythonSuite(t, "plain"), filepath.Join(t.TempDir(), "record")
	command := []string{"outcomes", "--ptr", built(t), "-C", dir, "--framework", "unittest"}
	run := func(status int, more ...string) string {
		t.Helper()
		var stdout, stderr bytes.Buffer
		args := append(command[:len(command):len(command)], more...)
		if got := ptrbench(args, &stdout, &stderr); got != status {
			t.Fatalf("ptrbench %v = %d, want %d\n%s%s", args, got, status, stdout.String(), stderr.String())
		}
		return stdout.String()
	}

	if got, want := run(0, "--record", record), "37 outcomes, 0 differ\n"; got != want {
		t.Errorf("outcomes printed %q, want %q", got, want)
	}
	got := run(0, "--baseline", record, "--json", "-", "--", "--workers", "2")
	var r outcomesResult
	if err := json.Unmarshal([]byte(got), &r); err != nil {
		t.Fatal(err)
	}
	want := outcomesResult{Own: "serial run", Outcomes: 37, Differences: []outcomes.Difference{}, Known: []outcomes.Difference{}, ByOutcome: map[string]int{"pass": 31, "skip": 5, "expected failure": 1}}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Error(diff)
	}

	change(t, record, `test_one", "outcome": "pass"`, `test_one", "outcome": "skip"`)
	got = run(1, "--baseline", record)
	if want := " differs  tests.test_shelf.PutTests.test_one: serial run skip, ptr pass\n37 outcomes, 1 differ\n"; got != want {
		t.Errorf("outcomes printed %q, want %q", got, want)
	}

	known := filepath.Join(t.TempDir(), "known.toml")
	if err := os.WriteFile(known, []byte("[[known]]\ntest = '*.test_one'\ncause = 'the record was changed'\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	got = run(0, "--baseline", record, "--known", known)
	if want := "          the record was changed\n37 outcomes, 0 differ, and 1 are known to\n"; !strings.HasSuffix(got, want) {
		t.Errorf("outcomes printed %q, want %q at its end", got, want)
	}
}

func TestManyDifferencesDoNotFillTheScreen(t *testing.T) {
	baseline := outcomes.Outcomes{}
	for i := range 25 {
		baseline[fmt.Sprintf("m.A.test_%02d", i)] = outcomes.Result{Outcome: "pass"}
	}
	var screen bytes.Buffer
	newResult("serial run", baseline, outcomes.Outcomes{}, nil).show(&screen)
	got := screen.String()
	if want := " and 5 more, which --json FILE writes\n25 outcomes, 25 differ\n"; !strings.HasSuffix(got, want) || strings.Count(got, "missing") != 20 {
		t.Errorf("25 differences are shown as %q", got)
	}
}

// change replaces a text in a file, where it must be.
func change(t *testing.T, file, old, text string) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(content), old) {
		t.Fatalf("%s has no %q: %v", file, old, err)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(content), old, text, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
}
