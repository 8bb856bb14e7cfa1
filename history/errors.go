package history

import (
	"errors"
	"fmt"
)

// ErrNewer says that a newer ptr made the history.
var ErrNewer = errors.New("made by a newer ptr")

// ErrCorrupt says that a file is damaged, or is no history.
var ErrCorrupt = errors.New("not a readable history")

// A NewerError wraps [ErrNewer].
type NewerError struct {
	Path      string
	Has, Want int // versions of the schema
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("history %s: %v (its version is %d, this ptr knows up to %d)",
		e.Path, ErrNewer, e.Has, e.Want)
}

// Unwrap returns ErrNewer.
func (e *NewerError) Unwrap() error { return ErrNewer }

// A CorruptError wraps [ErrCorrupt] and its cause.
type CorruptError struct {
	Path  string
	Cause error
}

func (e *CorruptError) Error() string {
	return fmt.Sprintf("history %s: %v: %v", e.Path, ErrCorrupt, e.Cause)
}

// Unwrap returns ErrCorrupt and the cause.
func (e *CorruptError) Unwrap() []error { return []error{ErrCorrupt, e.Cause} }

// A pathError names the history that something went wrong with.
type pathError struct {
	path  string
	cause error
}

func (e *pathError) Error() string { return fmt.Sprintf("history %s: %v", e.path, e.cause) }

func (e *pathError) Unwrap() error { return e.cause }

// An UnknownError says that no run has an ID.
type UnknownError struct{ ID string }

func (e *UnknownError) Error() string {
	if e.ID == Latest {
		return "no run has been recorded"
	}
	return fmt.Sprintf("unknown run %q", e.ID)
}

// An AmbiguousError says that the IDs of several runs begin alike.
type AmbiguousError struct {
	Prefix     string
	Candidates []string // the latest first
}

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("%q begins the IDs of %d runs", e.Prefix, len(e.Candidates))
}
