package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/internal/console"
)

// The fourth measurement, the first of which is not counted, is interrupted.
func TestAnInterruptShowsWhatWasMeasured(t *testing.T) {
	done := filepath.Join(t.TempDir(), "done")
	once := "echo >>" + done + "; [ $(wc -l <" + done + ") != 4 ] || { kill -INT $PPID; exec sleep 9; }"
	var stdout, stderr bytes.Buffer
	status := ptrbench([]string{"clone", "--backend", "sqlite", "--size", "1MB", "--rounds", "90", "--strategy", "filecopy", "--cleanup", once}, &stdout, &stderr)
	if status != console.Interrupted || !strings.Contains(stdout.String(), "Use filecopy: ") {
		t.Errorf("status %d: %s", status, stdout.String())
	}
	if got, want := stderr.String(), "ptr: error: interrupted after 2 of 90 rounds\n"; got != want {
		t.Errorf("error %q, want %q", got, want)
	}
}
