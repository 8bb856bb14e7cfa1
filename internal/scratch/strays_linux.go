package scratch

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strconv"
)

// killStrays kills all processes of this user but ourselves that carry token in
// their environment, and returns how many there were.
func killStrays(token string) (int, error) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return 0, err
	}
	killed := 0
	var errs []error
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		hit, err := killIfCarries(pid, tokenVariable+"="+token)
		if hit {
			killed++
		}
		errs = append(errs, err)
	}
	return killed, errors.Join(errs...)
}

// killIfCarries gets hold of the process before it looks at it, so that it
// kills what it has looked at, even if the number is used again.
func killIfCarries(pid int, variable string) (bool, error) {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false, nil // it is gone
	}
	defer p.Release()
	environ, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
	if err != nil || !hasLine(environ, variable) {
		return false, nil // it is gone, or another user's, or none of ours
	}
	if err := p.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return true, fmt.Errorf("process %d: %w", pid, err)
	}
	return true, nil
}

func hasLine(environ []byte, variable string) bool {
	for entry := range bytes.SplitSeq(environ, []byte{0}) {
		if string(entry) == variable {
			return true
		}
	}
	return false
}
