// Package scheduler has a test that knows which goroutine runs first.
package scheduler

import (
	"runtime"
	"slices"
	"sync"
	"testing"
)

// run starts a goroutine for each name, and returns the names in the order in which these
// ran.
func run(names ...string) []string {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var ran []string
	var all sync.WaitGroup
	for _, name := range names {
		all.Add(1)
		go func() {
			defer all.Done()
			ran = append(ran, name)
		}()
	}
	all.Wait()
	return ran
}

// Relies on the runtime, which lets the goroutine that was started last run first.
func TestLastComesFirst(t *testing.T) {
	for range 20 {
		if got := run("first", "last"); got[0] != "last" {
			t.Fatalf("ran %q, want the last first", got)
		}
	}
}

// The robust twin.
func TestAllRun(t *testing.T) {
	for range 20 {
		got := run("first", "last")
		if slices.Sort(got); !slices.Equal(got, []string{"first", "last"}) {
			t.Fatalf("ran %q, want both", got)
		}
	}
}
