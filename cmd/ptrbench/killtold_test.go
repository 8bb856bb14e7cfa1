package main

import (
	"bytes"
	"regexp"
	"testing"

	"github.com/ptr-project/ptr/internal/figures/kill"
)

func TestASeriesOfKillsTellsWhatItFindsAtOnce(t *testing.T) {
	var b bytes.Buffer
	told := newTold(&b, 2, 2)
	told.terminal = false
	told.of(kill.Row{Phase: "build", Aim: "ptr"})
	told.of(kill.Row{Phase: "build", Aim: "worker", Findings: []string{"left: process 12 (sleep)"}})
	told.of(kill.Row{Phase: "clone", Aim: "ptr"})
	told.end()
	want := `^build, worker: left: process 12 \(sleep\)\nbuild: 2 kills, 1 found that should not be, in \d+s\n$`
	if !regexp.MustCompile(want).MatchString(b.String()) {
		t.Errorf("it says %q, want %s", b.String(), want)
	}
}
