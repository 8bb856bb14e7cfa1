//go:build unix

package clone

import (
	"errors"
	"syscall"
)

// Full reports whether a disk, a quota or a limit of the process is full.
func Full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}
