package twins_test

import (
	"fmt"
	"testing"
)

func TestTwin(t *testing.T) {
	t.Run("outside", func(t *testing.T) { t.Error("the twin fails") })
	t.Run("another", func(t *testing.T) {})
}

func TestDeadlyTwin(t *testing.T) { panic("boom") }

func Example_twin() {
	fmt.Println("outside")
	// Output: outside
}
