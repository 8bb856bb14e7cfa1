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
	meaning := sentinel(err)
	if noSpace(err) {
		meaning = clone.ErrSpace
	}
	var named *fs.PathError
	switch {
	case meaning != nil && !errors.Is(err, meaning):
		return fmt.Errorf("%s: %w: %w", path, meaning, cause(err))
	case errors.As(err, &named):
		return err
	}
	return fmt.Errorf("%s: %w", path, err)
}

// cause is what a system call said, without its file.
func cause(err error) error {
	var named *fs.PathError
	if errors.As(err, &named) {
		return named.Err
	}
	return err
}
