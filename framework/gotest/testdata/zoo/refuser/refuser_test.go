package refuser

import (
	"fmt"
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	fmt.Println("no database")
	os.Exit(2)
}

func TestA(t *testing.T) {}
