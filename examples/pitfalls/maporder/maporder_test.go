// Package maporder has a test that depends on the order of a map.
package maporder

import (
	"maps"
	"slices"
	"testing"
)

var prices = map[string]int{"apple": 1, "pear": 2, "plum": 3}

func TestFirstFruit(t *testing.T) {
	for name := range prices {
		if name != "apple" {
			t.Errorf("first is %q, want %q", name, "apple")
		}
		break
	}
}

func TestSorted(t *testing.T) {
	if got := slices.Sorted(maps.Keys(prices)); !slices.IsSorted(got) {
		t.Errorf("not sorted: %q", got)
	}
}
