package scratch

import (
	"fmt"
	"os"
)

// A Storage is a kind of place for folders.
type Storage int

// The kinds of storage.
const (
	Disk   Storage = iota // as large as it gets
	Memory                // memory-backed where there is such a root, otherwise disk
)

// Roots are the folders that runs make their folders in. They exist already,
// may be shared with other users, and are absolute.
type Roots struct {
	Disk   string
	Memory string // "" if there is no memory-backed one
}

// SystemRoots are the roots of this machine: the temporary folder, and
// memory-backed storage if it can be written.
func SystemRoots() Roots { return Roots{Disk: os.TempDir(), Memory: memoryRoot()} }

// Free is how many bytes this user can still write to storage. Memory-backed
// storage is counted as its file system does: the machine may have less.
func (r Roots) Free(storage Storage) (uint64, error) {
	dir := r.Disk
	if storage == Memory && r.Memory != "" {
		dir = r.Memory
	}
	free, err := freeBytes(dir)
	if err != nil {
		return 0, fmt.Errorf("free space in %s: %w", dir, err)
	}
	return free, nil
}

func (r Roots) dirs() []string {
	if r.Memory == "" || r.Memory == r.Disk {
		return []string{r.Disk}
	}
	return []string{r.Disk, r.Memory}
}
