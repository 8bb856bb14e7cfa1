package failer

import (
	"fmt"
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	m.Run()
	fmt.Println("left a mess")
	os.Exit(1)
}

func TestA(t *testing.T) {}
