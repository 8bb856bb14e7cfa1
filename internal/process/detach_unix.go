//go:build unix

package process

import (
	"os/exec"
	"syscall"
)

// Detach gives c, which has not been started, a session of its own, so that neither
// Ctrl-C nor the end of the terminal reaches it.
func Detach(c *exec.Cmd) {
	if c.SysProcAttr == nil {
		c.SysProcAttr = &syscall.SysProcAttr{}
	}
	c.SysProcAttr.Setsid = true
}
