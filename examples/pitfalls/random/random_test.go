// Package random has a test that throws dice.
package random

import (
	"math/rand/v2"
	"testing"
)

func TestDice(t *testing.T) {
	if got := rand.IntN(4); got == 0 {
		t.Error("threw a zero")
	}
}

func TestSeeded(t *testing.T) {
	if a, b := rand.New(rand.NewPCG(1, 2)).Int(), rand.New(rand.NewPCG(1, 2)).Int(); a != b {
		t.Errorf("one seed gave %d and %d", a, b)
	}
}
