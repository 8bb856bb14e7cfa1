package server

import (
	"errors"
	"fmt"
	"net"
	"testing"
)

func TestAPortThatSomebodyElseTakesFirstIsPassedOver(t *testing.T) {
	tests := map[string]struct {
		thefts int
		found  bool
	}{
		"nobody does":       {0, true},
		"somebody does":     {2, true},
		"it goes on and on": {1000, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			took := 0
			listen := func(port int) error {
				l, err := net.Listen("tcp", fmt.Sprint("127.0.0.1:", port))
				if err == nil {
					t.Cleanup(func() { l.Close() })
				}
				return err
			}
			err := OnFreePort(true, func(port int) error {
				if took++; took <= tt.thefts {
					if err := listen(port); err != nil {
						t.Fatal(err)
					}
				}
				return listen(port)
			})
			if (err == nil) != tt.found || errors.Is(err, ErrNoPort) == tt.found || took > 10 {
				t.Errorf("OnFreePort() = %v after %d tries, want found = %v", err, took, tt.found)
			}
		})
	}
}
