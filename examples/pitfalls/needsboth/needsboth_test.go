// Package needsboth has a test that fails after two others together, and after
// neither of them without the other.
package needsboth

import "testing"

var dryRun, verbose bool

func TestDryRun(t *testing.T) { dryRun = true }

func TestInnocent(t *testing.T) {
	if 1+1 != 2 {
		t.Error("arithmetic")
	}
}

func TestVerbose(t *testing.T) { verbose = true }

func TestDefaults(t *testing.T) {
	if dryRun && verbose {
		t.Error("a verbose dry run, want one of them at most")
	}
}
