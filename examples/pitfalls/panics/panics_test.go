// Package panics has a test that panics.
package panics

import "testing"

func TestBefore(t *testing.T) {
	if 1+1 != 2 {
		t.Error("arithmetic")
	}
}

func TestPanic(t *testing.T) { panic("boom") }

func TestAfter(t *testing.T) {
	if 2+2 != 4 {
		t.Error("arithmetic")
	}
}
