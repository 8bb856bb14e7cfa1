package cloning

import (
	"io/fs"
	"path/filepath"
)

// occupied is how many bytes of storage a file takes, or a folder with all that is
// in it, as far as that is known.
func occupied(path string) (sum int64) {
	_ = filepath.WalkDir(path, func(_ string, e fs.DirEntry, err error) error {
		if err != nil {
			return nil // gone meanwhile, or a server's own
		}
		if info, err := e.Info(); err == nil {
			sum += blocks(info)
		}
		return nil
	})
	return sum
}
