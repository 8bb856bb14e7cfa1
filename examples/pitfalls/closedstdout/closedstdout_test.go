// Package closedstdout has a test that closes its standard output.
package closedstdout

import (
	"os"
	"testing"
)

func TestBefore(t *testing.T) {
	if 1+1 != 2 {
		t.Error("arithmetic")
	}
}

func TestCloseStdout(t *testing.T) { os.Stdout.Close() }

func TestAfter(t *testing.T) {
	if 2+2 != 4 {
		t.Error("arithmetic")
	}
}
