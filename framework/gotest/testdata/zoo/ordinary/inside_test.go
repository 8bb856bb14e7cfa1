package ordinary

import "testing"

func TestInside(t *testing.T) {
	if Double(2) != 4 {
		t.Error("2 and 2 make", Double(2))
	}
}
