// Package goroutinepanic has a test that ends with a panic in a goroutine.
package goroutinepanic

import "testing"

func TestBefore(t *testing.T) {
	if 1+1 != 2 {
		t.Error("arithmetic")
	}
}

// The panic ends the process while the test waits.
func TestPanicInGoroutine(t *testing.T) {
	go func() { panic("boom, elsewhere") }()
	<-make(chan int)
}

func TestAfter(t *testing.T) {
	if 2+2 != 4 {
		t.Error("arithmetic")
	}
}
