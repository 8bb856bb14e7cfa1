// Package leaks has tests that leave a file, a goroutine and processes behind.
package leaks

import (
	"os"
	"path/filepath"
	"testing"
)

// left keeps files from being closed by the garbage collector.
var left []*os.File

func TestOpenAndClose(t *testing.T) {
	f, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}

func TestLeakFile(t *testing.T) {
	f, err := os.Create(filepath.Join(os.TempDir(), "pitfalls-leak"))
	if err != nil {
		t.Fatal(err)
	}
	left = append(left, f)
}

func TestLeakGoroutine(t *testing.T) {
	go func() { <-make(chan int) }()
}

func TestAfter(t *testing.T) {
	if 2+2 != 4 {
		t.Error("arithmetic")
	}
}
