package clone

import (
	"context"
	"errors"
	"os"
	"time"
)

// errLocked says that somebody else has a lock that excludes ours.
var errLocked = errors.New("locked by another process")

// A lock is one on a whole file, which ends with the process at the latest.
type lock struct{ file *os.File }

// A lockMode says whom a lock excludes.
type lockMode int

const (
	shared lockMode = iota // only exclusive locks
	exclusive
)

// tryLock locks a file that exists, or returns errLocked.
func tryLock(path string, mode lockMode) (*lock, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if err := lockFile(file, mode); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &lock{file}, nil
}

// waitLock makes the file at path if need be, and waits for an exclusive lock
// on it. If the file is removed meanwhile, it returns [os.ErrNotExist].
func waitLock(ctx context.Context, path string) (*lock, error) {
	const pause = 5 * time.Millisecond
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		err := lockFile(file, exclusive)
		if err == nil {
			return current(&lock{file}, path)
		}
		if !errors.Is(err, errLocked) {
			return nil, errors.Join(err, file.Close())
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), file.Close())
		}
	}
}

// current returns l if it still is that of the file at path: whoever removes
// the file does so under its lock.
func current(l *lock, path string) (*lock, error) {
	locked, err := l.file.Stat()
	if err != nil {
		return nil, errors.Join(err, l.unlock())
	}
	now, err := os.Stat(path)
	if err != nil {
		return nil, errors.Join(err, l.unlock())
	}
	if !os.SameFile(locked, now) {
		return nil, errors.Join(os.ErrNotExist, l.unlock())
	}
	return l, nil
}

// unlock may be called on nil, and more than once.
func (l *lock) unlock() error {
	if l == nil {
		return nil
	}
	if err := l.file.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}
