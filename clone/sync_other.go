//go:build !linux

package clone

import (
	"io/fs"
	"path/filepath"
)

// syncTree writes to the disk what the system has buffered of path, a file or a
// folder.
func syncTree(path string) error {
	return filepath.WalkDir(path, func(file string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		return syncFile(file)
	})
}
