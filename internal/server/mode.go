package server

import (
	"os/exec"

	"github.com/ptr-project/ptr/internal/process"
)

// A mode is how servers are kept apart from the rest of the machine.
type mode int

const (
	plain    mode = iota // as processes like any other
	isolated             // in namespaces, of Linux
)

// idle is the argument of a launcher that is to do nothing.
const idle = "idle"

func (m mode) String() string {
	if m == isolated {
		return "isolated"
	}
	return "plain"
}

func modeOf(arg string) mode {
	if arg == isolated.String() {
		return isolated
	}
	return plain
}

// launcher makes c, which has not been started, one: out of reach of the
// terminal's signals.
func (m mode) launcher(c *exec.Cmd) {
	process.Detach(c)
	if m == isolated {
		isolateLauncher(c)
	}
}

// server makes c one, which is never root: servers refuse to be.
func (m mode) server(c *exec.Cmd) {
	if m == isolated {
		isolateServer(c)
		return
	}
	demote(c)
	process.Group(c)
}

// kill ends c with all of its processes.
func (m mode) kill(c *exec.Cmd) error {
	if m == isolated {
		return c.Process.Kill() // the first of its namespace, with which all others end
	}
	return process.KillGroup(c.Process.Pid)
}
