// Package sleepwait has a test that waits for a goroutine with a sleep.
package sleepwait

import (
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"
)

// work takes 10 to 30 ms, as things do that depend on somebody else.
func work(done func()) {
	time.Sleep(10*time.Millisecond + rand.N(20*time.Millisecond))
	done()
}

func TestWorkIsSoonDone(t *testing.T) {
	var done atomic.Bool
	go work(func() { done.Store(true) })
	time.Sleep(25 * time.Millisecond)
	if !done.Load() {
		t.Error("not done after 25 ms")
	}
}

func TestWorkGetsDone(t *testing.T) {
	done := make(chan struct{})
	go work(func() { close(done) })
	<-done
}
