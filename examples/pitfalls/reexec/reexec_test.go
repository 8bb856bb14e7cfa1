// Package reexec has a test that runs its own test binary as a child.
package reexec

import (
	"bytes"
	"os"
	"os/exec"
	"testing"
)

// TestChild is the child's part.
func TestChild(t *testing.T) {
	if os.Getenv("PITFALLS_CHILD") == "" {
		t.Skip("only as a child of TestReexec")
	}
	t.Log("hello from the child")
}

func TestReexec(t *testing.T) {
	child := exec.Command(os.Args[0], "-test.run=^TestChild$", "-test.v")
	child.Env = append(os.Environ(), "PITFALLS_CHILD=1")
	output, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	if !bytes.Contains(output, []byte("hello from the child")) {
		t.Errorf("the child said: %s", output)
	}
}

func TestAfter(t *testing.T) {
	if 2+2 != 4 {
		t.Error("arithmetic")
	}
}
