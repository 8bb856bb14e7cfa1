// Package complete wants all of its tests to have run, unless some were
// selected, as package os/exec does.
package complete

import (
	"flag"
	"fmt"
	"os"
	"testing"
)

var ran = map[string]bool{}

func TestMain(m *testing.M) {
	code := m.Run()
	if flag.Lookup("test.run").Value.String() == "" && len(ran) < 2 {
		fmt.Println("not all tests have run")
		code = 1
	}
	os.Exit(code)
}

func TestOne(t *testing.T) { ran[t.Name()] = true }

func TestTwo(t *testing.T) {
	t.Run("sub/with a slash", func(*testing.T) {})
	ran[t.Name()] = true
}
