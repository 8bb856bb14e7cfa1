// Package exitzero has a test that ends its process as if all was well.
package exitzero

import (
	"os"
	"testing"
)

func TestBefore(t *testing.T) {
	if 1+1 != 2 {
		t.Error("arithmetic")
	}
}

func TestExitZero(t *testing.T) { os.Exit(0) }

func TestAfter(t *testing.T) {
	if 2+2 != 4 {
		t.Error("arithmetic")
	}
}
