package filelock_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ptr-project/ptr/internal/filelock"
)

func file(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "lock")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func lock(t *testing.T, how func(string) (*filelock.Lock, error), path string) *filelock.Lock {
	t.Helper()
	l, err := how(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Unlock() })
	return l
}

func TestWhomALockExcludes(t *testing.T) {
	how := map[string]func(string) (*filelock.Lock, error){"share": filelock.Share, "take": filelock.Take}
	for _, tt := range []struct {
		first, second string
		want          error
	}{
		{"share", "share", nil},
		{"share", "take", filelock.ErrLocked},
		{"take", "share", filelock.ErrLocked},
		{"take", "take", filelock.ErrLocked},
	} {
		path := file(t)
		first := lock(t, how[tt.first], path)
		second, err := how[tt.second](path)
		if !errors.Is(err, tt.want) {
			t.Errorf("%s, then %s: %v, want %v", tt.first, tt.second, err, tt.want)
		}
		if err := errors.Join(first.Unlock(), second.Unlock(), first.Unlock()); err != nil {
			t.Error(err)
		}
		lock(t, filelock.Take, path)
	}
}

func TestOnlyWaitMakesTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	for name, how := range map[string]func(string) (*filelock.Lock, error){"Share": filelock.Share, "Take": filelock.Take} {
		if _, err := how(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: %v, want %v", name, err, os.ErrNotExist)
		}
	}
	l, err := filelock.Wait(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Unlock()
	if _, err := filelock.Take(path); !errors.Is(err, filelock.ErrLocked) {
		t.Errorf("Take: %v, want %v", err, filelock.ErrLocked)
	}
}

func TestThoseWhoWaitComeOneAfterTheOther(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	var inside atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			l, err := filelock.Wait(t.Context(), path)
			if err != nil {
				t.Error(err)
				return
			}
			if n := inside.Add(1); n != 1 {
				t.Errorf("%d have the lock", n)
			}
			inside.Add(-1)
			if err := l.Unlock(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestWaitingCanBeCalledOff(t *testing.T) {
	path := file(t)
	lock(t, filelock.Take, path)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := filelock.Wait(ctx, path); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Wait: %v, want %v", err, context.DeadlineExceeded)
	}
}

func TestALockOfAFileThatWasRemovedIsNone(t *testing.T) {
	path := file(t)
	first := lock(t, filelock.Take, path)
	waited := make(chan error)
	go func() {
		l, err := filelock.Wait(t.Context(), path)
		l.Unlock()
		waited <- err
	}()
	time.Sleep(20 * time.Millisecond) // it opens the file, or else makes one: both are right
	if err := errors.Join(os.Remove(path), first.Unlock()); err != nil {
		t.Fatal(err)
	}
	if err := <-waited; err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Wait: %v, want %v", err, os.ErrNotExist)
	}
}
