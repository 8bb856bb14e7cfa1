package figures

import (
	"bytes"
	"fmt"
	"strings"
)

// A RunError is a run of ptr that didn't pass.
type RunError struct {
	Dir    string // where it ran
	Status int
	Cause  string // its error, or the end of what it printed
	Hint   string // its own; may be ""
}

func (e *RunError) Error() string {
	return fmt.Sprintf("ptr run in %s ended with status %d: %s", e.Dir, e.Status, e.Cause)
}

// runError is what ptr has said of itself, if it has.
func runError(dir string, status int, output []byte) *RunError {
	e := &RunError{Dir: dir, Status: status, Cause: strings.TrimSpace(string(tail(output, 2000)))}
	if _, said, found := bytes.Cut(output, []byte("ptr: error: ")); found {
		cause, hint, _ := strings.Cut(string(said), "\nptr: hint: ")
		e.Cause, e.Hint = strings.TrimSpace(cause), strings.TrimSpace(hint)
	}
	return e
}
