package vetted

import (
	"fmt"
	"testing"
)

func TestA(t *testing.T) { fmt.Printf("%d\n", "x") }
