// Package variable has a test that changes a package variable, and one that
// minds.
package variable

import "testing"

var registry = map[string]int{}

func TestLookUpNothing(t *testing.T) {
	if got := registry["nothing"]; got != 0 {
		t.Errorf("nothing = %d", got)
	}
}

func TestRegister(t *testing.T) {
	registry["x"] = 7
	if registry["x"] != 7 {
		t.Error("x is not registered")
	}
}

func TestRegistryBeginsEmpty(t *testing.T) {
	if len(registry) != 0 {
		t.Errorf("registry = %v, want it empty", registry)
	}
}
