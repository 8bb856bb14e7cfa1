package scratch

import "os"

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

func (r Roots) dirs() []string {
	if r.Memory == "" || r.Memory == r.Disk {
		return []string{r.Disk}
	}
	return []string{r.Disk, r.Memory}
}
