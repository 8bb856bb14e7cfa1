package gotest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/ptr-project/ptr/internal/filelock"
)

const (
	lockName = "lock"
	unused   = 14 * 24 * time.Hour // after which a variant is removed
)

// variant names what is built alike: binaries of one variant replace older ones
// of the same.
func (f *Framework) variant() string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %v %q %v %v %v", f.o.Build, f.o.Cover, f.tool, f.looksAtVariables(), f.o.DebugSQL, f.alters())
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// openVariant locks the folder of this build's variant, waiting for others who
// build there, and removes variants that were not built for long.
func (f *Framework) openVariant(ctx context.Context) (dir string, l *filelock.Lock, err error) {
	dir, err = filepath.Abs(filepath.Join(f.o.BuildDir, f.variant()))
	if err != nil {
		return "", nil, err
	}
	for {
		if err := os.MkdirAll(filepath.Join(dir, "bin"), 0o755); err != nil {
			return "", nil, fmt.Errorf("making a folder for test binaries: %w", err)
		}
		l, err = filelock.Wait(ctx, filepath.Join(dir, lockName))
		if !errors.Is(err, os.ErrNotExist) { // else somebody has just removed it
			break
		}
	}
	if err != nil {
		return "", nil, err
	}
	now := time.Now()
	err = errors.Join(os.Chtimes(filepath.Join(dir, lockName), now, now), pruneVariants(f.o.BuildDir, now.Add(-unused)))
	if err != nil {
		return "", nil, errors.Join(err, l.Unlock())
	}
	return dir, l, nil
}

// pruneVariants removes the variants in dir that nobody has built since.
func pruneVariants(dir string, since time.Time) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var errs []error
	for _, e := range entries {
		variant := filepath.Join(dir, e.Name())
		if info, err := os.Stat(filepath.Join(variant, lockName)); err == nil && info.ModTime().Before(since) {
			errs = append(errs, removeVariant(variant))
		}
	}
	return errors.Join(errs...)
}

// removeVariant leaves alone what somebody builds, or removes, just now.
func removeVariant(dir string) error {
	l, err := filelock.Take(filepath.Join(dir, lockName))
	if errors.Is(err, filelock.ErrLocked) || errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if e.Name() != lockName { // which is what tells that the rest is to go
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, e.Name())))
		}
	}
	// Under the lock, so that who waits for it notices. Some systems don't remove
	// what is open: then an empty folder stays.
	_ = os.Remove(filepath.Join(dir, lockName))
	err = errors.Join(err, l.Unlock())
	_ = os.Remove(dir)
	return err
}
