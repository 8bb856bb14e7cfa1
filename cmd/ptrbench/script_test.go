package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestMain lets this binary be the process that queries clones.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == queriesCommand {
		main()
	}
	os.Exit(m.Run())
}

func TestWhatUsersType(t *testing.T) {
	cases := map[string]struct {
		args           []string
		status         int
		stdout, stderr string
	}{
		"help shows an example":  {[]string{"schedule", "--help"}, 0, "ptrbench schedule --total 60s", ""},
		"an unknown command":     {[]string{"fly"}, 2, "", `ptr: error: unknown command "fly" for "ptrbench"`},
		"an unknown flag":        {[]string{"million", "--test", "3"}, 2, "", "unknown flag: --test"},
		"a ptr that isn't there": {[]string{"overhead", "--ptr", "nowhere/ptr"}, 2, "", "ptr: hint: --ptr names a ptr command"},
		"no rounds":              {[]string{"clones", "--rounds", "0"}, 2, "", `"0" is no number from 1`},
		"an unknown phase":       {[]string{"kill", "--phase", "lunch"}, 2, "", "ptr: hint: use one of build, template, clone, first-test, steady-state, report"},
		"a small million":        {[]string{"million", "--tests", "2000", "--units", "3"}, 0, "running and storing", ""},
		"clones, each size":      {[]string{"clones", "--size", "1MB,2MB", "--rounds", "1"}, 0, " 2 MB      dump ", ""},
		"clones as JSON":         {[]string{"clones", "--size", "1MB", "--rounds", "1", "--json", "-"}, 0, `"Name": "filecopy"`, ""},
		"clones of no size":      {[]string{"clones", "--size", "2MB,big"}, 2, "", "ptr: error: --size big is no size\nptr: hint: write --size 2MB"},
		"the same as JSON":       {[]string{"million", "--tests", "2000", "--units", "3", "--json", "-"}, 0, `"Passed": 2000`, ""},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			status := ptrbench(tt.args, &stdout, &stderr)
			if status != tt.status {
				t.Errorf("ptrbench %v = %d, want %d\n%s", tt.args, status, tt.status, stderr.String())
			}
			if !strings.Contains(stdout.String(), tt.stdout) || !strings.Contains(stderr.String(), tt.stderr) {
				t.Errorf("ptrbench %v printed %q and %q", tt.args, stdout.String(), stderr.String())
			}
		})
	}
}
