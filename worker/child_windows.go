package worker

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

// inherit gives the process the handles of in and out, under their own numbers.
func inherit(cmd *exec.Cmd, in, out *os.File) (setting string, err error) {
	for _, f := range []*os.File{in, out} {
		err := windows.SetHandleInformation(windows.Handle(f.Fd()), windows.HANDLE_FLAG_INHERIT, windows.HANDLE_FLAG_INHERIT)
		if err != nil {
			return "", fmt.Errorf("making a handle inheritable: %w", err)
		}
		cmd.SysProcAttr.AdditionalInheritedHandles = append(cmd.SysProcAttr.AdditionalInheritedHandles, syscall.Handle(f.Fd()))
	}
	return fmt.Sprintf("%d %d", in.Fd(), out.Fd()), nil
}

// quit does nothing: Windows has no such signal.
func quit(*os.Process) {}
