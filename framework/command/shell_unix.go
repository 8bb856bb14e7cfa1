//go:build unix

package command

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// maxLine is how many bytes of IDs one line may have. Linux takes 128 KiB.
const maxLine = 96 << 10

// shell is a command that runs line.
func shell(ctx context.Context, line string) *exec.Cmd {
	return exec.CommandContext(ctx, "sh", "-c", line)
}

// gated is shell, but nothing of line is run before a line can be read from
// gate, and nothing at all if gate is closed before that.
func gated(ctx context.Context, line string, gate *os.File) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "sh", "-c", `read -r _ <&3 && exec 3<&- && exec sh -c "$1"`, "sh", line)
	cmd.ExtraFiles = []*os.File{gate}
	return cmd
}

// quote makes s one word of the shell.
func quote(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// killedBy is the signal that ended a line, such as "signal: killed"; "" if it
// ended by itself. A shell tells of a signal to what it has run by a status
// above 128.
func killedBy(state *os.ProcessState) string {
	status := state.Sys().(syscall.WaitStatus)
	if status.Signaled() {
		return "signal: " + status.Signal().String()
	}
	if s := syscall.Signal(status.ExitStatus() - 128); s > 0 && s < 32 {
		return "signal: " + s.String()
	}
	return ""
}
