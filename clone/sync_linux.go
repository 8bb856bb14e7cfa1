package clone

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// syncTree writes to the disk what the system has buffered of path, a file or a
// folder: of one with ten thousand files in one go, together with what else that
// file system has.
func syncTree(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = unix.Syncfs(int(f.Fd()))
	} else if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
