//go:build unix

package scratch

import (
	"os/exec"
	"syscall"
)

// detach gives cmd a session of its own, so that neither Ctrl-C nor the end of
// the terminal reaches it.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
