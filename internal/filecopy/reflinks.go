package filecopy

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrNoReflinks says that files of one place cannot share blocks with those of
// another: they are on two file systems, or on one that cannot do it.
var ErrNoReflinks = errors.New("no reflinks can be made there")

// Reflinks copies as [Tree] does, but by reflinks alone: no block is copied before it
// is written. It returns an error that wraps [ErrNoReflinks] where there are none.
func Reflinks(ctx context.Context, to, from string) error {
	return reflinkTree(ctx, to, from, reflink)
}

// reflinkTree makes reflinks by link.
func reflinkTree(ctx context.Context, to, from string, link func(to, from *os.File) error) error {
	t := &tree{to: to, from: from, fill: func(_ context.Context, to, from *os.File) error {
		return unlinked(to.Name(), link(to, from))
	}}
	return t.copy(ctx)
}

// CanReflink returns nil if a file in the folder to can be a reflink to those below
// the folder from, and else an error that wraps [ErrNoReflinks]. It tries it.
func CanReflink(to, from string) (err error) {
	source, err := anyFile(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.CreateTemp(to, "reflink")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, target.Close(), os.Remove(target.Name())) }()
	return unlinked(to, reflink(target, source))
}

// unlinked says that there is no reflink at path because of err, which may be nil.
func unlinked(path string, err error) error {
	if errors.Is(err, errors.ErrUnsupported) {
		return fmt.Errorf("%s: %w", path, ErrNoReflinks)
	}
	return err
}

// anyFile opens one that is below a folder.
func anyFile(folder string) (f *os.File, err error) {
	walk := filepath.WalkDir(folder, func(path string, e fs.DirEntry, failed error) error {
		if failed != nil || !e.Type().IsRegular() {
			return failed
		}
		f, err = os.Open(path)
		return filepath.SkipAll
	})
	if f == nil && errors.Join(walk, err) == nil {
		err = fmt.Errorf("%s: %w", folder, fs.ErrNotExist)
	}
	return f, errors.Join(walk, err)
}
