//go:build unix

package worker

import (
	"os"
	"os/exec"
	"syscall"
)

// inherit gives the process in as descriptor 3 and out as 4.
func inherit(cmd *exec.Cmd, in, out *os.File) (setting string, err error) {
	cmd.ExtraFiles = []*os.File{in, out}
	return "3 4", nil
}

func quit(p *os.Process) { _ = p.Signal(syscall.SIGQUIT) }
