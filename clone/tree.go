package clone

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// TreeSize is how many bytes the file at path has, or all files of the folder.
func TreeSize(path string) (size int64, err error) {
	err = filepath.WalkDir(path, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	return size, err
}

// protect makes a file read-only. A data directory stays as it is: its clones take
// on its modes, and a server wants to write.
func protect(path string) error {
	info, err := os.Stat(path)
	if err != nil || info.IsDir() {
		return err
	}
	return os.Chmod(path, 0o400)
}

// syncFile writes to the disk what the system has buffered of a file.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
