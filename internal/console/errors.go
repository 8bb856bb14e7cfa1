package console

import (
	"errors"
	"fmt"
	"io"
)

// The exit statuses of all commands.
const (
	OK          = 0   // passed; flaky tests included, unless they are told to count
	TestsFailed = 1   // a test failed, timed out or crashed, a package did not build
	BadUsage    = 2   // what the caller typed or configured is wrong
	PtrFailed   = 3   // ptr or the world failed
	NoAnswer    = 4   // a search has not found out what it was asked for
	Interrupted = 130 // by the user
)

// An Error ends a command.
type Error struct {
	Status int
	Err    error
	Hint   string // a way out; may be ""
}

func (e *Error) Error() string { return e.Err.Error() }
func (e *Error) Unwrap() error { return e.Err }

// Usage says that what the caller typed or configured is wrong. An err that is
// an [*Error] already stays as it is.
func Usage(err error, hint string) error {
	var said *Error
	if errors.As(err, &said) {
		return err
	}
	return &Error{BadUsage, err, hint}
}

// Failure says that ptr or the world failed.
func Failure(err error, hint string) error { return &Error{PtrFailed, err, hint} }

// Unanswered says that a search has not found out what it was asked for.
func Unanswered(err error, hint string) error { return &Error{NoAnswer, err, hint} }

// Report prints err, which may be nil, and returns the exit status that it
// calls for. An error that is no [*Error] is ptr's own failure.
func Report(w io.Writer, err error) int {
	if err == nil {
		return OK
	}
	e := &Error{Status: PtrFailed, Err: err}
	errors.As(err, &e)
	fmt.Fprintln(w, "ptr: error:", err)
	if e.Hint != "" {
		fmt.Fprintln(w, "ptr: hint:", e.Hint)
	}
	return e.Status
}
