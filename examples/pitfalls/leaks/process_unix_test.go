//go:build unix

package leaks

import (
	"os"
	"os/exec"
	"testing"
)

func TestLeakProcess(t *testing.T) {
	if err := exec.Command("sleep", "600").Start(); err != nil {
		t.Fatal(err)
	}
}

// The shell is gone at once; its child keeps this process's standard output
// open.
func TestLeakGrandchild(t *testing.T) {
	shell := exec.Command("sh", "-c", "sleep 600 &")
	shell.Stdout = os.Stdout
	if err := shell.Run(); err != nil {
		t.Fatal(err)
	}
}
