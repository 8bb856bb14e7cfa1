// Package above has tests that look at who called them.
package above

import (
	"runtime"
	"testing"
)

// caller is the function above the one that calls it.
func caller() string {
	var pcs [1]uintptr
	runtime.Callers(3, pcs[:])
	frame, _ := runtime.CallersFrames(pcs[:]).Next()
	return frame.Function
}

func TestAbove(t *testing.T) {
	if got := caller(); got != "testing.tRunner" {
		t.Errorf("called by %s", got)
	}
}

func TestAboveParallel(t *testing.T) {
	t.Parallel()
	if got := caller(); got != "testing.tRunner" {
		t.Errorf("called by %s", got)
	}
}

func FuzzAbove(f *testing.F) {
	if got := caller(); got != "testing.fRunner" {
		f.Errorf("called by %s", got)
	}
	f.Add(1)
	f.Fuzz(func(*testing.T, int) {})
}

func TestEndsItsGoroutine(t *testing.T) {
	defer t.Log("deferred")
	t.SkipNow()
}
