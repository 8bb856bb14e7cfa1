// Package process starts child processes in groups of their own and ends whole
// groups, so that a grandchild that holds a pipe blocks nobody.
package process

import (
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
)

// ErrGone says that a process does not exist (any more).
var ErrGone = errors.New("no such process")

// Group makes cmd, which has not been started, the leader of a new group.
func Group(cmd *exec.Cmd) { group(cmd) }

// KillGroup kills the group that pid leads, at once. That there is no such
// group any more is not an error.
func KillGroup(pid int) error { return killGroup(pid) }

// A Mark names one process for good: unlike a pid it is never used again.
type Mark struct {
	PID     int
	Started string // the start time as the system tells it; opaque
}

// MarkOf returns the mark of the process that is pid now. It returns an error
// that wraps [ErrGone] if there is none.
func MarkOf(pid int) (Mark, error) {
	started, err := started(pid)
	if err != nil {
		return Mark{}, fmt.Errorf("process %d: %w", pid, err)
	}
	return Mark{pid, started}, nil
}

// Alive reports whether the very process that m names still exists.
func (m Mark) Alive() bool {
	now, err := MarkOf(m.PID)
	return err == nil && now == m
}

// String is m in a form that [ParseMark] reads: "pid@started".
func (m Mark) String() string { return strconv.Itoa(m.PID) + "@" + m.Started }

// ParseMark is the inverse of [Mark.String].
func ParseMark(s string) (Mark, error) {
	pid, started, ok := strings.Cut(s, "@")
	n, err := strconv.Atoi(pid)
	if !ok || err != nil || n <= 0 {
		return Mark{}, fmt.Errorf("%q is not a process mark (pid@started)", s)
	}
	return Mark{n, started}, nil
}
