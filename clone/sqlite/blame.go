package sqlite

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/ptr-project/ptr/clone"
)

// blame names the file that err is about, once, and wraps the error of package
// clone that says what it means. It returns nil for nil.
func blame(path string, err error) error {
	if err == nil {
		return nil
	}
	var named *fs.PathError
	switch m := meaning(err); {
	case m != nil:
		return fmt.Errorf("%s: %w: %w", path, m, cause(err))
	case errors.As(err, &named):
		return err
	}
	return fmt.Errorf("%s: %w", path, err)
}

// meant wraps the error of package clone that says what err means.
func meant(err error) error {
	if m := meaning(err); m != nil {
		return fmt.Errorf("%w: %w", m, cause(err))
	}
	return err
}

// meaning is the error of package clone that says what err means; nil if none
// does, or err wraps it already.
func meaning(err error) error {
	m := sentinel(err)
	if clone.Full(err) {
		m = clone.ErrSpace
	}
	if m == nil || errors.Is(err, m) {
		return nil
	}
	return m
}

// cause is what a system call said, without its file.
func cause(err error) error {
	var named *fs.PathError
	if errors.As(err, &named) {
		return named.Err
	}
	return err
}
