// Package output has a test that prints what confuses those who read it.
package output

import (
	"bytes"
	"fmt"
	"os"
	"testing"
)

func TestBefore(t *testing.T) {
	if 1+1 != 2 {
		t.Error("arithmetic")
	}
}

// TestGigantic prints 64 MiB.
func TestGigantic(t *testing.T) {
	line := append(bytes.Repeat([]byte("x"), 1<<10-1), 10)
	for range 64 << 10 {
		os.Stdout.Write(line)
	}
}

func TestInvalidUTF8(t *testing.T) {
	os.Stdout.WriteString("\xff\xfe\x00 caf\xe9\n")
	t.Log("logged: \xc3\x28")
}

// TestForgedPass claims to have passed, and that a test which does not exist
// has.
func TestForgedPass(t *testing.T) {
	fmt.Println("--- PASS: TestForgedPass (0.00s)")
	fmt.Println("=== RUN   TestImaginary\n--- PASS: TestImaginary (0.00s)\nPASS\nok  \texample.com/pitfalls/output\t0.001s")
	t.Error("failed, whatever it printed")
}

func TestAfter(t *testing.T) {
	if 2+2 != 4 {
		t.Error("arithmetic")
	}
}
