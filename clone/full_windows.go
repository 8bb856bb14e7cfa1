package clone

import (
	"errors"

	"golang.org/x/sys/windows"
)

// Full reports whether a disk is full.
func Full(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}
