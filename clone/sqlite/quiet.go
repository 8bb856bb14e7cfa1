package sqlite

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/ptr-project/ptr/clone"
)

// whileQuiet runs work, which reads the snapshot at path without locks. If
// somebody is writing it, before or meanwhile, it returns [clone.ErrBusy].
func whileQuiet(path string, work func(header) error) error {
	before, err := look(path)
	if err != nil {
		return blame(path, err)
	}
	if err := work(before.header); err != nil {
		return err
	}
	after, err := look(path)
	if err != nil {
		return blame(path, err)
	}
	if before.size != after.size || !before.written.Equal(after.written) {
		return fmt.Errorf("%s: %w: it was written while it was copied", path, clone.ErrBusy)
	}
	return nil
}

// A glimpse is what is seen of a database without opening it as one.
type glimpse struct {
	header  header
	size    int64
	written time.Time
}

// look returns [clone.ErrBusy] if somebody has not finished writing the
// database at path, [clone.ErrEmpty] if there is none, or [clone.ErrCorrupt].
func look(path string) (glimpse, error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return glimpse{}, fmt.Errorf("%w: %w", clone.ErrEmpty, cause(err))
	}
	if err != nil {
		return glimpse{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return glimpse{}, err
	}
	if info.IsDir() {
		return glimpse{}, fmt.Errorf("%w: it is a folder", clone.ErrCorrupt)
	}
	if err := unfinished(path, f); err != nil {
		return glimpse{}, err
	}
	h, err := readHeader(f, info.Size())
	return glimpse{h, info.Size(), info.ModTime()}, err
}

// unfinished returns [clone.ErrBusy] if a transaction is under way, or what was
// committed is not yet in the file itself.
func unfinished(path string, f *os.File) error {
	for _, side := range []string{"-journal", "-wal"} {
		if info, err := os.Stat(path + side); err == nil && info.Size() > 0 {
			return fmt.Errorf("%w: there is a %s file beside it", clone.ErrBusy, side)
		}
	}
	if writing(f) {
		return fmt.Errorf("%w: it is locked for writing", clone.ErrBusy)
	}
	return nil
}

// sides are the files that SQLite keeps beside the database at path.
func sides(path string) []string {
	return []string{path + "-journal", path + "-wal", path + "-shm"}
}

// remove removes the database at path and the files beside it, which need not
// be there.
func remove(path string) error {
	var errs []error
	for _, file := range append(sides(path), path) {
		if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
