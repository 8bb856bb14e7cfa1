// Package hang has a test that never ends.
package hang

import (
	"net"
	"testing"
)

func TestBefore(t *testing.T) {
	if 1+1 != 2 {
		t.Error("arithmetic")
	}
}

// Nobody ever connects, and the runtime sees no deadlock in waiting for it.
func TestHang(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Accept()
}

func TestAfter(t *testing.T) {
	if 2+2 != 4 {
		t.Error("arithmetic")
	}
}
