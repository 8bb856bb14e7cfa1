// Package exitthree has a test that ends its process.
package exitthree

import (
	"os"
	"testing"
)

func TestBefore(t *testing.T) {
	if 1+1 != 2 {
		t.Error("arithmetic")
	}
}

func TestExitThree(t *testing.T) { os.Exit(3) }

func TestAfter(t *testing.T) {
	if 2+2 != 4 {
		t.Error("arithmetic")
	}
}
