package sqlite

import (
	"os"

	"golang.org/x/sys/unix"
)

// writing reports whether anybody holds a lock of SQLite's for writing, be it
// in this process or another: such locks are on bytes behind the first GB.
//
// Source: https://www.sqlite.org/src/file/src/os.h, PENDING_BYTE
func writing(f *os.File) bool {
	lock := unix.Flock_t{Type: unix.F_RDLCK, Start: 1 << 30, Len: 512}
	err := unix.FcntlFlock(f.Fd(), unix.F_OFD_GETLK, &lock)
	return err == nil && lock.Type != unix.F_UNLCK
}
