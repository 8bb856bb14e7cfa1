package twins

import (
	"fmt"
	"testing"
)

func TestTwin(t *testing.T) {
	t.Run("inside", func(t *testing.T) { t.Log("a message") })
}

func TestDeadlyTwin(t *testing.T) {}

func Example_twin() {
	fmt.Println("inside")
	// Output: inside
}
