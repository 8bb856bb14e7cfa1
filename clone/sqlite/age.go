package sqlite

import (
	"os"
	"time"
)

// longAgo is when a clone that nobody has touched was last read and written,
// according to its file. Clocks of file systems tick too slowly to tell a clone
// from a write that follows at once.
func longAgo() time.Time { return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) }

// makeOld makes the file at path look as if nobody had touched it.
func makeOld(path string) error { return os.Chtimes(path, longAgo(), longAgo()) }

// makeUnread makes it look as if nobody had read it.
func makeUnread(path string) error { return os.Chtimes(path, longAgo(), time.Time{}) }
