package clone

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/ptr-project/ptr/suite"
)

// A Source says how the database of an alias is prepared. At most one of SQL,
// Command, Existing and From is set; without any of them it is empty.
type Source struct {
	Alias    string
	SQL      []string // files, in order, absolute
	Command  []string // program and arguments, run in Dir with Env
	Existing string   // the file of a database to copy, absolute
	From     string   // URL of a database to copy, on a server; it is copied every time
	Dir      string
	Env      func(Values) []string // the command's environment, given the new database's values

	// Inputs are the files that Command depends on, absolute. Without any it is run
	// every time, since nothing tells whether it would do the same.
	Inputs []string

	// Variables are the settings that Command depends on, as NAME=VALUE.
	Variables []string
}

// A SourceError says that a source does not make a database that can serve as
// a template. It is for the source's author to mend.
type SourceError struct {
	Source Source
	Err    error
}

func (e *SourceError) Error() string { return e.Err.Error() }
func (e *SourceError) Unwrap() error { return e.Err }

// Blame says that err, which may be nil, is the source's. That a disk is full
// is not.
func (s Source) Blame(err error) error {
	if err == nil || errors.Is(err, ErrSpace) {
		return err
	}
	return &SourceError{s, err}
}

// repeatable reports whether all is known that the database depends on.
func (s Source) repeatable() bool {
	return s.From == "" && (len(s.Command) == 0 || len(s.Inputs) > 0)
}

// warn says why the database is made by every run; nil if it is not.
func (s Source) warn() *suite.Warned {
	switch {
	case s.repeatable():
		return nil
	case s.From != "":
		return &suite.Warned{
			Text: fmt.Sprintf("%q is copied every time: nothing tells whether %s is as it was", s.Alias, WithoutPassword(s.From)),
			Hint: "a dump as a file in sql is read once",
		}
	}
	return &suite.Warned{
		Text: fmt.Sprintf("the command that prepares %q names no input files, so it runs every time", s.Alias),
		Hint: "list them as inputs in ptr.toml",
	}
}

// WithoutPassword is the URL of a database as people may see it.
func WithoutPassword(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "" {
		return "a URL that is none"
	}
	u.User = url.User(u.User.Username())
	query := u.Query()
	for _, secret := range []string{"password", "sslpassword"} {
		query.Del(secret)
	}
	u.RawQuery = query.Encode()
	return u.String()
}

// name says what made the database that err, which may be nil, is about.
func (s Source) name(err error) error {
	switch {
	case err == nil:
		return nil
	case s.Existing != "":
		return fmt.Errorf("%s: %w", s.Existing, err)
	case s.From != "":
		return fmt.Errorf("what was copied from %s: %w", WithoutPassword(s.From), err)
	case len(s.Command) > 0:
		return fmt.Errorf("what %s has made: %w", strings.Join(s.Command, " "), err)
	case len(s.SQL) > 0:
		return fmt.Errorf("what %s has made: %w", strings.Join(s.SQL, ", "), err)
	}
	return err
}
