package setup

import (
	"testing"

	"nowhere.example/x/y"
)

func TestA(t *testing.T) { y.X() }
