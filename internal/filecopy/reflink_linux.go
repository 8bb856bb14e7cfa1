package filecopy

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// reflink lets to share the blocks of from. The error is [errors.ErrUnsupported] where
// they are on file systems that cannot do it.
//
// Source: ioctl_ficlone(2).
func reflink(to, from *os.File) error {
	err := unix.IoctlFileClone(int(to.Fd()), int(from.Fd()))
	for _, unable := range []error{unix.EXDEV, unix.EINVAL, unix.ENOTTY} {
		if errors.Is(err, unable) {
			return errors.ErrUnsupported
		}
	}
	return err
}
