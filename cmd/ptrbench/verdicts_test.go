package main

import "testing"

func TestWhatUsersOfVerdictsType(t *testing.T) {
	cases := map[string]struct {
		args           []string
		status         int
		stdout, stderr string
	}{
		"a pool":         {[]string{"pool"}, 0, "five, then five", ""},
		"as JSON":        {[]string{"pool", "--json", "-"}, 0, `"slowdown": 0.05,`, ""},
		"too few":        {[]string{"old"}, 2, "", "ptr: error: 6 runs are too few to compare five with five\nptr: hint: measure 10, or more"},
		"a missing pool": {[]string{"nowhere"}, 2, "", "ptr: error: no such runs: nowhere"},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			runsInFolders(t)
			typed(t, append([]string{"verdicts", "--times", "5"}, tt.args...), tt.status, tt.stdout, tt.stderr)
		})
	}
}
