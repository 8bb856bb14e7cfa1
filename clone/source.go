package clone

import (
	"errors"
	"fmt"
	"strings"
)

// A Source says how a template is prepared. At most one of SQL, Command and
// Existing is set; without any of them the template is an empty database.
type Source struct {
	SQL      []string // files, in order, absolute
	Command  []string // program and arguments, run in Dir with Env
	Existing string   // a database to copy, absolute
	Dir      string
	Env      func(values map[string]string) []string // the command's environment, given the new database's values
}

// A SourceError says that a source does not make a database that can serve as
// a template. It is for the source's author to mend.
type SourceError struct {
	Source Source
	Err    error
}

func (e *SourceError) Error() string { return e.Err.Error() }
func (e *SourceError) Unwrap() error { return e.Err }

// blame says that err, which may be nil, is the source's. That a disk is full
// is not.
func (s Source) blame(err error) error {
	if err == nil || errors.Is(err, ErrSpace) {
		return err
	}
	return &SourceError{s, err}
}

// name says what made the database that err, which may be nil, is about.
func (s Source) name(err error) error {
	switch {
	case err == nil:
		return nil
	case s.Existing != "":
		return fmt.Errorf("%s: %w", s.Existing, err)
	case len(s.Command) > 0:
		return fmt.Errorf("what %s has made: %w", strings.Join(s.Command, " "), err)
	case len(s.SQL) > 0:
		return fmt.Errorf("what %s has made: %w", strings.Join(s.SQL, ", "), err)
	}
	return err
}
