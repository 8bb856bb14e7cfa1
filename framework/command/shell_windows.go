package command

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// maxLine is how many bytes of IDs one line may have. cmd takes 8191.
const maxLine = 6 << 10

// shell is a command that runs line. cmd has rules of its own for quotes: with
// /s it takes off the outermost two and leaves the rest alone.
func shell(ctx context.Context, line string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "cmd")
	cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: `cmd /d /s /c "` + line + `"`}
	return cmd
}

// gated is shell: cmd cannot wait for a handle that it inherits.
func gated(ctx context.Context, line string, _ *os.File) *exec.Cmd { return shell(ctx, line) }

// quote makes s one word of cmd.
func quote(s string) string {
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}

// killedBy is the exception that ended a line, such as "exception 0xc0000005";
// "" if it ended by itself.
func killedBy(state *os.ProcessState) string {
	if code := uint32(state.ExitCode()); code >= 0xc0000000 {
		return fmt.Sprintf("exception %#x", code)
	}
	return ""
}
