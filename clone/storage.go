package clone

import "fmt"

// A Storage is what the user wants clones to lie on.
type Storage string

// The values of --storage.
const (
	Auto   Storage = "auto"   // memory where there is plenty of room, otherwise disk
	Memory Storage = "memory" // an error if there is not enough room
	Disk   Storage = "disk"
)

// A Room is a folder for clones.
type Room struct {
	Path string // "" if there is no such place
	Free int64  // bytes
}

// autoShare is which part of the free memory-backed room [Auto] takes at most:
// it is memory, which tests need, too.
const autoShare = 2

// InMemory decides whether clones that need that many bytes go to memory, and
// says why. It returns a [*SpaceError] if they must, and there is no room.
func (s Storage) InMemory(memory Room, need int64) (yes bool, why string, err error) {
	short := &SpaceError{Storage: s, Room: memory, Need: need}
	switch {
	case s == Disk:
		return false, "as asked for", nil
	case s == Memory && (memory.Path == "" || memory.Free < need):
		return false, "", short
	case s == Memory:
		return true, "as asked for", nil
	case memory.Path == "":
		return false, "there is no memory-backed storage", nil
	case memory.Free/autoShare < need:
		return false, fmt.Sprintf("%s has %s free, and half of that is less than %s", memory.Path, megabytes(memory.Free), megabytes(need)), nil
	}
	return true, memory.Path + " has room enough", nil
}

// Need is the room, in bytes, that the clones of a run need: each worker has
// one of every template, and each may double while tests run.
func Need(templates []Template, workers int) int64 {
	const atLeast = 1 << 20 // of a clone's growth: an index, a journal
	var sum int64
	for _, t := range templates {
		sum += t.Size + max(t.Size, atLeast)
	}
	return sum * int64(workers)
}

// A SpaceError says that memory-backed storage is asked for, and too small.
type SpaceError struct {
	Storage Storage
	Room    Room
	Need    int64 // bytes
}

func (e *SpaceError) Error() string {
	if e.Room.Path == "" {
		return fmt.Sprintf("--storage %s: this machine has no memory-backed storage", e.Storage)
	}
	return fmt.Sprintf("--storage %s: %s has %s free, %s are needed", e.Storage, e.Room.Path, megabytes(e.Room.Free), megabytes(e.Need))
}

// Unwrap makes it an [ErrSpace].
func (e *SpaceError) Unwrap() error { return ErrSpace }

// Hint is a way out.
func (e *SpaceError) Hint() string {
	const leaveOut = "leave --storage out (disk would be used)"
	if e.Room.Path == "" {
		return leaveOut
	}
	return fmt.Sprintf("%s, or free %s there", leaveOut, megabytes(e.Need-e.Room.Free))
}

// megabytes is n in MB of 2^20 bytes, rounded up.
func megabytes(n int64) string {
	const mb = 1 << 20
	return fmt.Sprintf("%d MB", (n+mb-1)/mb)
}
