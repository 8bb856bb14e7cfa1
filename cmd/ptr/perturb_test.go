package main

import (
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pelletier/go-toml/v2"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/suite"
)

// Each pitfall that a manifest says is provoked fails under its perturbation, and its
// robust twin passes. One build serves all.
func TestPitfallsAreProvokedAndTheirRobustTwinsAreNot(t *testing.T) {
	t.Setenv("GOFLAGS", "-mod=mod")
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "..", "examples", "pitfalls"))); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{".", "python", "django"} {
		for condition, want := range provocations(t, filepath.Join(dir, folder)) {
			t.Run(folder+" "+condition, func(t *testing.T) {
				if diff := cmp.Diff(want, perturbedOutcomes(t, filepath.Join(dir, folder), condition, want)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		}
	}
}

// provocations are how tests end by perturbation, as the manifest in a folder says.
func provocations(t *testing.T, dir string) map[string]map[suite.ID]suite.Outcome {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "manifest.toml"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		Test []struct {
			ID                suite.ID
			Provoked, Endures []string
		}
	}
	if err := toml.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	wanted := map[string]map[suite.ID]suite.Outcome{}
	for _, p := range manifest.Test {
		for outcome, conditions := range map[suite.Outcome][]string{suite.Fail: p.Provoked, suite.Pass: p.Endures} {
			for _, condition := range conditions {
				if wanted[condition] == nil {
					wanted[condition] = map[suite.ID]suite.Outcome{}
				}
				wanted[condition][p.ID] = outcome
			}
		}
	}
	return wanted
}

// perturbedOutcomes are those of some tests.
func perturbedOutcomes(t *testing.T, dir, condition string, tests map[suite.ID]suite.Outcome) map[suite.ID]suite.Outcome {
	t.Helper()
	report := filepath.Join(t.TempDir(), "report.json")
	// With this seed ties=random turns the tied rows round; with every other one it doesn't.
	args := []string{"run", "-C", dir, "--perturb", condition, "--seed", "3", "--no-diagnose", "--report", "json:" + report}
	if filepath.Base(dir) == "django" {
		args = append(args, "--python", "/usr/bin/python3") // which has Django
	}
	packages := map[string]bool{}
	for id := range tests {
		args = append(args, "--test", string(id))
		if pkg, ok := strings.CutPrefix(string(id)[:strings.LastIndexByte(string(id), '.')], "example.com/pitfalls"); ok {
			packages["."+pkg] = true
		}
	}
	args = append(args, slices.Sorted(maps.Keys(packages))...)
	// By the name of a command, which it starts itself by: this binary would run all tests.
	out, err := exec.Command("ptr", args...).CombinedOutput()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		t.Errorf("ptr %q: %v\n%s", args, err, out)
	}
	f, err := os.Open(report)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got := map[suite.ID]suite.Outcome{}
	for e, err := range reports.ReadJSON(f) {
		if err != nil {
			t.Fatal(err)
		}
		switch e := e.(type) {
		case suite.Ended:
			got[e.Test] = e.Outcome
		case suite.Warned:
			t.Errorf("%s", e.Text)
		}
	}
	return got
}
