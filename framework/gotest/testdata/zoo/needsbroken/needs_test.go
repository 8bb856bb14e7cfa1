package needsbroken

import (
	"testing"

	"example.com/zoo/broken"
)

func TestA(t *testing.T) { broken.F() }
