//go:build !linux

package kill

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
)

// A process is one that runs.
type process struct {
	pid, parent int
	name        string
}

// processes cannot tell: what a process has to do with a folder is seen in
// Linux' /proc.
func processes() ([]process, error) {
	return nil, fmt.Errorf("looking at processes on %s: %w", runtime.GOOS, errors.ErrUnsupported)
}

func nameOf(path string) string { return filepath.Base(path) }

func (process) livesIn(string) bool { return false }
