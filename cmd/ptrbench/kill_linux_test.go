package main

import (
	"bytes"
	"regexp"
	"testing"
)

func TestKilledRunsLeaveNothing(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if status := ptrbench([]string{"kill", "--times", "3", "--phase", "steady-state"}, &stdout, &stderr); status != 0 {
		t.Errorf("ptrbench kill = %d, want 0", status)
	}
	for _, row := range []string{
		`steady-state  ptr +1 +1 ptr +\d+ +0 +0 +0 +0`,
		`steady-state  worker +1 +1 p\d\.test +\d+ +0 +0 +0 +0`,
		`steady-state  child of a test +1 +1 sleep +\d+ +0 +0 +0 +0`,
	} {
		if !regexp.MustCompile(row).Match(stdout.Bytes()) {
			t.Errorf("no row %s in\n%s%s", row, stdout.String(), stderr.String())
		}
	}
}
