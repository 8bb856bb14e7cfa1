package process

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

// Detach takes c, which has not been started, off the console, so that neither Ctrl-C
// nor the console's end reaches it.
func Detach(c *exec.Cmd) {
	if c.SysProcAttr == nil {
		c.SysProcAttr = &syscall.SysProcAttr{}
	}
	c.SysProcAttr.CreationFlags |= windows.DETACHED_PROCESS | windows.CREATE_NEW_PROCESS_GROUP
}
