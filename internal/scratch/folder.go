package scratch

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The files of a run's folder, beside the folders that it was asked for.
const (
	lockName    = ".lock"
	journalName = ".journal"
)

// errNoLock says that a folder has no lock file.
var errNoLock = errors.New("it has no lock file")

// errLocked says that another process has the lock.
var errLocked = errors.New("it is locked")

// errSwept says that a sweep came along before a new folder was locked, and
// took it for one that a dead run has left.
var errSwept = errors.New("it was swept away while it was made")

// errNotOurs says that a folder is not one that this user's runs have made.
var errNotOurs = errors.New("it is not a folder of this user")

// A folder is what one run has in one root. All access goes through root, so
// that no link leads out of it.
type folder struct {
	path string
	root *os.Root
	lock *os.File
}

// newToken is 80 random bits, few enough letters for a socket's path to fit.
func newToken() string { return strings.ToLower(rand.Text()[:16]) }

func folderName(token string) string { return namePrefix() + token }

// token is the inverse of folderName.
func (f *folder) token() string { return strings.TrimPrefix(filepath.Base(f.path), namePrefix()) }

func isName(name string) bool {
	return filepath.IsLocal(name) && !strings.HasPrefix(name, ".") && !strings.ContainsAny(name, `/\`)
}

// makeFolder makes the folder of a new run, locked, with first in its journal.
// On error nothing is left behind but what errSwept leaves to a sweep.
func makeFolder(dir, token, first string) (*folder, error) {
	path := filepath.Join(dir, folderName(token))
	if err := os.Mkdir(path, 0o700); err != nil {
		return nil, fmt.Errorf("scratch: %w", err)
	}
	f, err := lockNew(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, errLocked):
		return nil, fmt.Errorf("scratch: %s: %w", path, errSwept)
	case err != nil:
		return nil, errors.Join(fmt.Errorf("scratch: %w", err), os.RemoveAll(path))
	}
	if err := f.note(first); err != nil {
		return nil, errors.Join(err, f.discard(), os.RemoveAll(path))
	}
	return f, nil
}

// lockNew locks the folder at path, which was made just now.
func lockNew(path string) (*folder, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	f := &folder{path: path, root: root}
	f.lock, err = root.OpenFile(lockName, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err == nil {
		err = f.claim()
	}
	if err != nil {
		return nil, errors.Join(err, f.discard())
	}
	return f, nil
}

// openFolder opens what another run has made, without locking it.
func openFolder(path string) (*folder, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() || !isMine(info) {
		return nil, errNotOurs
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	f := &folder{path: path, root: root}
	opened, err := root.Stat(".")
	if err == nil && !os.SameFile(info, opened) {
		err = errNotOurs // replaced by a link in the meantime
	}
	if err == nil {
		f.lock, err = root.OpenFile(lockName, os.O_RDWR, 0)
		if errors.Is(err, fs.ErrNotExist) {
			err = errNoLock
		}
	}
	if err != nil {
		return nil, errors.Join(err, f.discard())
	}
	return f, nil
}

// claim takes the lock. It returns errLocked if another process has it, and
// fs.ErrNotExist if another had it and has removed the folder.
func (f *folder) claim() error {
	if err := tryLock(f.lock); err != nil {
		return err
	}
	held, err := f.lock.Stat()
	if err != nil {
		return err
	}
	named, err := f.root.Stat(lockName)
	if err == nil && !os.SameFile(held, named) {
		err = fs.ErrNotExist
	}
	return err
}

// discard lets go of f, and so unlocks it.
func (f *folder) discard() error {
	var err error
	if f.lock != nil {
		err = f.lock.Close()
		f.lock = nil
	}
	return errors.Join(err, f.root.Close())
}

// note appends line to the journal.
func (f *folder) note(line string) error {
	file, err := f.root.OpenFile(journalName, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("scratch: %w", err)
	}
	_, err = file.WriteString(line)
	return errors.Join(err, file.Close())
}

// journal reads the journal, which is empty if the run died before it wrote it.
func (f *folder) journal() (journal, error) {
	text, err := f.root.ReadFile(journalName)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return journal{}, err
	}
	return parseJournal(string(text)), nil
}
