// Package left has a test that needs a port which its neighbour's needs too.
package left

import (
	"net"
	"testing"
	"time"
)

func TestInnocent(t *testing.T) {
	if net.ParseIP("127.0.0.1") == nil {
		t.Error("127.0.0.1 is not an address")
	}
}

func TestServeLeft(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:27183")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	time.Sleep(time.Second)
}
