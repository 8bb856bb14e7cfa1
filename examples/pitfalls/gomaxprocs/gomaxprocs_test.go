// Package gomaxprocs has a test that takes the machine for one with several CPUs.
package gomaxprocs

import (
	"runtime"
	"testing"
	"time"
)

// answers are those of so many helpers, as far as they come within a second.
func answers(helpers int) int {
	got := make(chan int, helpers)
	for i := range helpers {
		go func() { got <- i }()
	}
	select {
	case <-got:
		return helpers
	case <-time.After(time.Second):
		return 0
	}
}

// Fails where one CPU is all that there is: nobody helps.
func TestHelpersAnswer(t *testing.T) {
	if answers(runtime.GOMAXPROCS(0)-1) == 0 {
		t.Error("nobody answers")
	}
}

// The robust twin.
func TestAHelperAnswers(t *testing.T) {
	if answers(max(1, runtime.GOMAXPROCS(0)-1)) == 0 {
		t.Error("nobody answers")
	}
}
