//go:build !linux

package worker

import (
	"io"
	"os"
)

// readPipe makes a pipe to read from. Close ends a Read that waits.
func readPipe() (ours io.ReadCloser, theirs *os.File, err error) { return os.Pipe() }
