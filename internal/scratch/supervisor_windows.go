package scratch

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

// detach takes cmd off the console, so that neither Ctrl-C nor the end of the
// console reaches it.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{
		CreationFlags: windows.DETACHED_PROCESS | windows.CREATE_NEW_PROCESS_GROUP,
	}
}
