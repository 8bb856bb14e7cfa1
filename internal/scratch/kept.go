package scratch

import (
	"errors"
	"io/fs"
	"path/filepath"
	"time"
)

// Kept is a folder that is spared from removal until some time.
type Kept struct {
	Path  string
	Run   string // that made it
	Until time.Time
}

// ListKept lists what runs of this user keep in roots, root by root. What has
// expired is listed until a sweep removes it.
func ListKept(roots Roots) ([]Kept, error) {
	var all []Kept
	var errs []error
	for _, dir := range roots.dirs() {
		paths, err := runFolders(dir)
		errs = append(errs, err)
		for _, path := range paths {
			kept, err := keptIn(path)
			errs = append(errs, err)
			all = append(all, kept...)
		}
	}
	return all, errors.Join(errs...)
}

// keptIn finds nothing in a folder that is no run's, or is gone by now.
func keptIn(path string) ([]Kept, error) {
	f, err := openFolder(path)
	if err != nil {
		return nil, ignoreForeign(err)
	}
	defer f.discard()
	j, err := f.journal()
	if err != nil {
		return nil, err
	}
	names, err := f.names()
	var kept []Kept
	for _, name := range names {
		if until, ok := j.kept[name]; ok {
			kept = append(kept, Kept{filepath.Join(path, name), j.run, until})
		}
	}
	return kept, err
}

// ignoreForeign is err, or nil if it says that a folder is no run's.
func ignoreForeign(err error) error {
	for _, foreign := range []error{errNotOurs, errNoLock, fs.ErrNotExist} {
		if errors.Is(err, foreign) {
			return nil
		}
	}
	return err
}
