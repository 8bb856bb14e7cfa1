package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/ptr-project/ptr/clone"
)

// A fileStrategy makes clones that are files.
type fileStrategy struct {
	name      string
	leavesOut []clone.Feature

	// fill makes the empty file at path a clone of template. What is left of
	// it after an error is removed.
	fill func(ctx context.Context, template snapshot, path string) error
}

// A snapshot is a database that nobody writes.
type snapshot struct {
	path   string
	header header
}

// files are the strategies whose clones are files, the fastest first.
func files() []clone.Strategy {
	return []clone.Strategy{
		fileStrategy{"filecopy", nil, fileCopy},
		fileStrategy{"backup", nil, backup},
		fileStrategy{"serialize", nil, serialized},
		fileStrategy{"vacuum", []clone.Feature{clone.Layout, clone.FreeRowIDs}, vacuum},
		fileStrategy{"dump", []clone.Feature{clone.Layout}, dumpAndReload},
	}
}

func (s fileStrategy) Name() string               { return s.name }
func (fileStrategy) Reach() clone.Reach           { return clone.ByAddress }
func (s fileStrategy) LeavesOut() []clone.Feature { return s.leavesOut }

func (s fileStrategy) Clone(ctx context.Context, t clone.Template, dir, name string) (clone.Clone, error) {
	if err := ctx.Err(); err != nil {
		return clone.Clone{}, err
	}
	path := filepath.Join(dir, escape(name, " ,+@=()")+".db")
	if err := reserve(path); err != nil {
		return clone.Clone{}, blame(path, err)
	}
	err := whileQuiet(t.Path, func(h header) error {
		return blame(path, s.fill(ctx, snapshot{t.Path, h}, path))
	})
	if err == nil {
		err = makeOld(path)
	}
	if err != nil {
		return clone.Clone{}, errors.Join(err, remove(path))
	}
	return fileClone(t, s.name, path, name), nil
}

// reserve makes an empty file, unless there is one.
func reserve(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func (fileStrategy) Drop(_ context.Context, c clone.Clone) error { return remove(c.Path) }

// fromSnapshot opens template and the clone at path, which becomes a database,
// for work. A clone that a power cut spoils is worth nothing, so that nothing
// waits for the disk.
func fromSnapshot(ctx context.Context, template snapshot, path string, work func(from, to connection) error) error {
	from, err := open(ctx, template.path, asSnapshot)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := open(ctx, path, toWrite)
	if err != nil {
		return err
	}
	err = to.exec(ctx, "PRAGMA synchronous=OFF", "PRAGMA journal_mode=OFF")
	if err == nil {
		err = work(from, to)
	}
	return errors.Join(err, to.Close())
}

// adoptWAL puts the database at path in WAL mode if template is.
func adoptWAL(ctx context.Context, template snapshot, path string) error {
	if !template.header.wal() {
		return nil
	}
	c, err := open(ctx, path, toWrite)
	if err != nil {
		return err
	}
	return errors.Join(c.exec(ctx, "PRAGMA synchronous=OFF", "PRAGMA journal_mode=WAL"), c.Close())
}
