package housing

import (
	"errors"
	"math"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/scratch"
)

// place decides where the clones of that many workers go, and says why.
func place(storage clone.Storage, sets []Set, workers int) (where scratch.Storage, why string, err error) {
	room, err := memoryRoom(scratch.SystemRoots())
	if err != nil {
		return scratch.Disk, "", console.Failure(err, "")
	}
	var templates []clone.Template
	for _, a := range sets {
		templates = append(templates, a.Template)
	}
	inMemory, why, err := storage.InMemory(room, clone.Need(templates, workers))
	var short *clone.SpaceError
	if errors.As(err, &short) {
		return scratch.Disk, "", console.Usage(err, short.Hint())
	}
	if inMemory {
		return scratch.Memory, why, err
	}
	return scratch.Disk, why, err
}

// memoryRoom is the memory-backed one, if there is any.
func memoryRoom(roots scratch.Roots) (clone.Room, error) {
	if roots.Memory == "" {
		return clone.Room{}, nil
	}
	free, err := roots.Free(scratch.Memory)
	return clone.Room{Path: roots.Memory, Free: int64(min(free, math.MaxInt64))}, err
}
