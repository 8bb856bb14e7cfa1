package server

import (
	"os/exec"
	"testing"
)

// A server may end by itself at the very moment that its host has it end. The launcher has
// others to hold.
func TestALauncherOutlivesASignalToAServerThatHasEnded(t *testing.T) {
	for _, in := range []mode{plain, isolated} {
		for _, s := range []Signal{Kill, Terminate} {
			c := exec.Command("true")
			if err := c.Run(); err != nil {
				t.Fatal(err)
			}
			l := launcher{mode: in, running: map[int]*exec.Cmd{1: c}}
			if err := l.signal(1, s); err != nil {
				t.Errorf("%s in mode %s: %v", s, in, err)
			}
		}
	}
}
