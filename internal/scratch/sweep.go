package scratch

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/ptr-project/ptr/internal/process"
)

// Swept says what a sweep has found.
type Swept struct {
	Removed []string // folders of dead runs
	Live    []Live
	Kept    []Kept
	Ignored []Ignored
}

// Live is the folder of a run that has not ended.
type Live struct {
	Path  string
	Run   string
	Owner process.Mark
}

// Ignored is something that is named like a run's folder, but isn't one.
type Ignored struct {
	Path string
	Why  error
}

// Sweep kills the processes of dead runs and removes their folders, and what
// was kept until now or before. It leaves alone what other users have made, and
// what no run has. Several sweeps at once, and new runs beside them, are fine.
// What one folder refuses doesn't save the others: the errors are joined.
func Sweep(roots Roots, now time.Time) (Swept, error) {
	var s Swept
	var errs []error
	for _, dir := range roots.dirs() {
		paths, err := runFolders(dir)
		errs = append(errs, err)
		for _, path := range paths {
			errs = append(errs, s.visit(path, now))
		}
	}
	return s, errors.Join(errs...)
}

// runFolders are all paths in dir that are named like a run's folder.
func runFolders(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	var paths []string
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), namePrefix()) {
			paths = append(paths, filepath.Join(dir, entry.Name()))
		}
	}
	return paths, err
}

// visit deals with the folder at path, which may vanish at any time.
func (s *Swept) visit(path string, now time.Time) error {
	f, err := openFolder(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case errors.Is(err, errNoLock):
		s.removeEmpty(path)
		return nil
	case errors.Is(err, errNotOurs):
		s.Ignored = append(s.Ignored, Ignored{path, err})
		return nil
	case err != nil:
		return err
	}
	defer f.discard()
	live, err := f.claimDead()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case errors.Is(err, errLocked):
		s.Live = append(s.Live, Live{path, live.run, live.owner})
		return nil
	case err != nil:
		return err
	}
	return s.clear(f, now)
}

// lastBreath is how often, a millisecond apart, a lock is tried that a process
// seems to hold that is gone: a child that it was just starting when it was
// killed has the lock until it begins to execute its program.
//
// It isn't long, since an owner can seem to be gone that isn't: it may be in
// another container.
const lastBreath = 200

// claimDead takes the lock, or returns errLocked and who has it.
func (f *folder) claimDead() (journal, error) {
	for tries := 0; ; tries++ {
		err := f.claim()
		if !errors.Is(err, errLocked) {
			return journal{}, err
		}
		j, err := f.journal()
		if err != nil {
			return j, err
		}
		if j.owner.Alive() || tries == lastBreath {
			return j, errLocked
		}
		time.Sleep(time.Millisecond)
	}
}

// removeEmpty removes the folder of a run that died between making the folder
// and making its lock. (If the run isn't dead, it makes the folder again.)
func (s *Swept) removeEmpty(path string) {
	if os.Remove(path) == nil {
		s.Removed = append(s.Removed, path)
		return
	}
	s.Ignored = append(s.Ignored, Ignored{path, errNoLock})
}

func (s *Swept) clear(f *folder, now time.Time) error {
	kept, err := f.clear(now)
	if err != nil {
		return err
	}
	s.Kept = append(s.Kept, kept...)
	if len(kept) == 0 {
		s.Removed = append(s.Removed, f.path)
	}
	return nil
}
