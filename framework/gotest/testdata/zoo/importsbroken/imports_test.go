package importsbroken

import "testing"

func TestF(t *testing.T) { F() }
