// Package scratch keeps all that is ephemeral of a run (clones, sockets,
// temporary folders, linked binaries) in private folders that outlive nobody.
//
// A run has one folder in each root, called "ptr-<user>-<token>", of mode 0700.
// It holds a lock, which the run holds for as long as it lives and which the
// system releases however it ends, and a journal of the processes that it has
// started. Whoever gets the lock knows that the run is dead, and may kill those
// processes and remove the folder: that is [Area.Close], the supervisor that
// outlives a killed run by a moment, or [Sweep] in the next run.
package scratch

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/ptr-project/ptr/internal/process"
)

// An Area is the folders of one run. Its methods are safe for concurrent use.
type Area struct {
	token   string
	disk    *folder
	memory  *folder   // disk, if the two roots are one
	folders []*folder // each of them once

	mu         sync.Mutex
	adopted    map[int]process.Mark
	supervisor *supervisor // nil if none was started
}

// Open makes the folders of a new run in roots, and locks them. The ID of the
// run serves to tell whose a kept folder is. On error nothing is left behind.
func Open(roots Roots, run string) (*Area, error) {
	self, err := process.MarkOf(os.Getpid())
	if err != nil {
		return nil, err
	}
	for range 100 {
		a, err := openOnce(roots, ownerLine(self, run))
		if !errors.Is(err, errSwept) {
			return a, err
		}
	}
	return nil, errors.New("scratch: folders are swept away as soon as they are made")
}

func openOnce(roots Roots, owner string) (*Area, error) {
	a := &Area{token: newToken(), adopted: map[int]process.Mark{}}
	for _, dir := range roots.dirs() {
		f, err := makeFolder(dir, a.token, owner)
		if err != nil {
			return nil, errors.Join(err, a.Close())
		}
		a.folders = append(a.folders, f)
	}
	a.disk, a.memory = a.folders[0], a.folders[len(a.folders)-1]
	return a, nil
}

// Folder makes a new, empty folder of mode 0700 and returns its absolute path.
// The name is one path element that doesn't begin with a dot, and is used once
// in each storage.
func (a *Area) Folder(storage Storage, name string) (string, error) {
	f := a.on(storage)
	if !isName(name) {
		return "", fmt.Errorf("scratch folder %q: not a plain name", name)
	}
	if err := f.root.Mkdir(name, 0o700); err != nil {
		return "", fmt.Errorf("scratch folder %q: %w", name, err)
	}
	return filepath.Join(f.path, name), nil
}

func (a *Area) on(storage Storage) *folder {
	if storage == Memory {
		return a.memory
	}
	return a.disk
}

// Path is the absolute path of what has all folders on that storage.
func (a *Area) Path(storage Storage) string { return a.on(storage).path }

// LetIn lets other users reach what is in the run's folders, if they know its name
// and it is theirs.
func (a *Area) LetIn() error {
	var errs []error
	for _, f := range a.folders {
		errs = append(errs, os.Chmod(f.path, 0o711))
	}
	return errors.Join(errs...)
}

// Env is the variable by which processes of this run are recognised, even those
// that have left their process group. It belongs into the environment of all
// that the run starts: what carries it is killed when the run ends.
func (a *Area) Env() string { return tokenVariable + "=" + a.token }

// Close kills what is left of the run's processes and removes its folders, all
// but what [Area.Keep] keeps. The area is of no use afterwards.
func (a *Area) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	var errs []error
	for _, f := range a.folders {
		_, err := f.clear(time.Time{})
		errs = append(errs, err, f.discard())
	}
	a.folders = nil
	// The supervisor comes last, since it tries again what failed here.
	if a.supervisor != nil {
		errs = append(errs, a.supervisor.stop())
		a.supervisor = nil
	}
	return errors.Join(errs...)
}
