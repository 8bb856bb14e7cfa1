// Package filelock locks files against other processes. A lock ends with its
// process at the latest.
package filelock

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/gofrs/flock"
)

// ErrLocked says that somebody else has a lock that excludes ours.
var ErrLocked = errors.New("locked by another process")

// A Lock is one on a whole file. Nil is none.
type Lock struct{ file *flock.Flock }

// Share locks a file that exists for reading it: others may share it, too. It
// returns [ErrLocked] if somebody has it alone.
func Share(path string) (*Lock, error) {
	file := flock.New(path, flock.SetFlag(os.O_RDONLY))
	return held(file, file.TryRLock)
}

// Take locks a file that exists for oneself alone, or returns [ErrLocked].
func Take(path string) (*Lock, error) {
	file := flock.New(path, flock.SetFlag(os.O_RDWR))
	return held(file, file.TryLock)
}

func held(file *flock.Flock, try func() (bool, error)) (*Lock, error) {
	taken, err := try()
	if err == nil && !taken {
		err = ErrLocked
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &Lock{file}, nil
}

// Wait makes the file at path if need be, and waits until it can be locked for
// oneself alone. If the file is removed meanwhile, which is done under its lock,
// it returns [os.ErrNotExist].
func Wait(ctx context.Context, path string) (*Lock, error) {
	const pause = 5 * time.Millisecond
	file := flock.New(path, flock.SetPermissions(0o600))
	if _, err := file.TryLockContext(ctx, pause); err != nil {
		return nil, errors.Join(fmt.Errorf("locking %s: %w", path, err), file.Close())
	}
	return current(&Lock{file}, path)
}

// current returns l if it still is that of the file at path.
func current(l *Lock, path string) (*Lock, error) {
	locked, err := l.file.Stat()
	if err != nil {
		return nil, errors.Join(err, l.Unlock())
	}
	now, err := os.Stat(path)
	if err != nil {
		return nil, errors.Join(err, l.Unlock())
	}
	if !os.SameFile(locked, now) {
		return nil, errors.Join(os.ErrNotExist, l.Unlock())
	}
	return l, nil
}

// Unlock may be called more than once.
func (l *Lock) Unlock() error {
	if l == nil {
		return nil
	}
	return l.file.Close()
}
