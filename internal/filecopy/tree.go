package filecopy

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// Tree copies the folder from, with all that is in it, to the new folder to. Modes
// and links stay as they are; what is neither file, folder nor link is left out. It
// leaves to the caller to remove what an error leaves.
func Tree(ctx context.Context, to, from string) error {
	t := &tree{to: to, from: from}
	t.reflinks.Store(true)
	t.fill = t.either
	return t.copy(ctx)
}

type tree struct {
	to, from string
	fill     func(ctx context.Context, to, from *os.File) error
	reflinks atomic.Bool // until one could not be made
}

// copy has a few goroutines copy what one finds: one for each of so many files would
// spend as much on itself as on the file.
func (t *tree) copy(ctx context.Context) error {
	work, ctx := errgroup.WithContext(ctx)
	files := make(chan [2]string, 64)
	work.Go(func() error {
		defer close(files)
		return filepath.WalkDir(t.from, func(path string, e fs.DirEntry, err error) error {
			if err := errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			return t.enter(ctx, files, path, e)
		})
	})
	for range runtime.GOMAXPROCS(0) {
		work.Go(func() error {
			for f := range files {
				if err := t.file(ctx, f[0], f[1]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return work.Wait()
}

// enter makes folders and links, and has files copied: to where, from where.
func (t *tree) enter(ctx context.Context, files chan<- [2]string, path string, e fs.DirEntry) error {
	name, err := filepath.Rel(t.from, path)
	if err != nil {
		return err
	}
	to := filepath.Join(t.to, name)
	switch e.Type() {
	case fs.ModeDir:
		info, err := e.Info()
		if err != nil {
			return err
		}
		return os.Mkdir(to, info.Mode().Perm())
	case fs.ModeSymlink:
		target, err := os.Readlink(path)
		if err != nil {
			return err
		}
		return os.Symlink(target, to)
	case 0:
		select {
		case files <- [2]string{to, path}:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func (t *tree) file(ctx context.Context, to, from string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	info, err := source.Stat()
	if err != nil {
		return err
	}
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, info.Mode().Perm())
	if err != nil {
		return err
	}
	return errors.Join(t.fill(ctx, target, source), target.Close())
}

// either does not try reflinks again once one could not be made.
func (t *tree) either(ctx context.Context, to, from *os.File) error {
	if t.reflinks.Load() {
		if reflink(to, from) == nil {
			return nil
		}
		t.reflinks.Store(false)
	}
	return contents(ctx, to, from)
}
