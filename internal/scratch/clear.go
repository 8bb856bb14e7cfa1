package scratch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// clear kills what is left of the run and removes the folder, but spares and
// returns what is kept at now; the zero time spares all that was ever kept. The
// caller has the lock.
//
// The journal goes after the folders, and the lock after the journal, so that
// whoever continues a removal that was cut short finds what it needs.
func (f *folder) clear(now time.Time) ([]Kept, error) {
	j, err := f.journal()
	if err == nil {
		err = endProcesses(j.adopted, f.token())
	}
	if err != nil {
		return nil, fmt.Errorf("scratch %s: %w", f.path, err)
	}
	kept, err := f.removeFolders(j, now)
	if err == nil && len(kept) == 0 {
		err = f.removeSelf()
	}
	if err != nil {
		return nil, fmt.Errorf("scratch: %w", err)
	}
	return kept, nil
}

func (f *folder) removeFolders(j journal, now time.Time) ([]Kept, error) {
	names, err := f.names()
	if err != nil {
		return nil, err
	}
	var kept []Kept
	var errs []error
	for _, name := range names {
		until, ok := j.kept[name]
		if ok && now.Before(until) {
			kept = append(kept, Kept{filepath.Join(f.path, name), j.run, until})
			continue
		}
		errs = append(errs, f.removeAll(name))
	}
	return kept, errors.Join(errs...)
}

// names are those of all that is in f, but lock and journal: none if another
// has removed f.
func (f *folder) names() ([]string, error) {
	entries, err := fs.ReadDir(f.root.FS(), ".")
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	var names []string
	for _, entry := range entries {
		if name := entry.Name(); name != lockName && name != journalName {
			names = append(names, name)
		}
	}
	return names, err
}

// removeAll removes a folder, even one with read-only folders in it, such as a
// module cache.
func (f *folder) removeAll(name string) error {
	err := f.root.RemoveAll(name)
	if err == nil {
		return nil
	}
	f.makeWritable(name)
	return f.root.RemoveAll(name)
}

// makeWritable does what it can: what it can't, the removal will report.
func (f *folder) makeWritable(name string) {
	_ = fs.WalkDir(f.root.FS(), name, func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() && err == nil {
			return f.root.Chmod(path, 0o700)
		}
		return nil
	})
}

// removeSelf removes the folder that nothing but lock and journal are left in.
// The lock is closed first, for Windows removes no file that is open. Whoever
// takes it in between does the same as we.
func (f *folder) removeSelf() error {
	errs := []error{f.root.Remove(journalName), f.lock.Close(), f.root.Remove(lockName)}
	f.lock = nil
	errs = append(errs, f.root.Close(), os.Remove(f.path))
	for i, err := range errs {
		if errors.Is(err, fs.ErrNotExist) {
			errs[i] = nil
		}
	}
	return errors.Join(errs...)
}
