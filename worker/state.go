package worker

import (
	"os"
	"syscall"
	"time"
)

// A State is how a process ended.
type State struct {
	Code   int           // its exit status; -1 if a signal ended it
	Text   string        // such as "exit status 3" or "signal: killed"
	Killed bool          // by whomever; on Windows nothing tells
	CPU    time.Duration // its own, and that of children that it waited for
}

func stateOf(p *os.ProcessState) State {
	status, ok := p.Sys().(syscall.WaitStatus)
	return State{
		Code: p.ExitCode(), Text: p.String(), CPU: p.UserTime() + p.SystemTime(),
		Killed: ok && status.Signaled() && status.Signal() == syscall.SIGKILL,
	}
}
