//go:build unix

package sqlite

import (
	"errors"
	"syscall"
)

// noSpace reports whether a disk, a quota or a limit of the process is full.
func noSpace(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}
