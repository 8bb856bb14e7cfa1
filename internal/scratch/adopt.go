package scratch

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/ptr-project/ptr/internal/process"
)

// Adopt notes that pid leads a process group of this run, which is to be killed
// when the run has died. Call it before the process is given anything to do.
// A process that is gone already is no error.
func (a *Area) Adopt(pid int) error {
	mark, err := process.MarkOf(pid)
	if errors.Is(err, process.ErrGone) {
		return nil
	}
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.adopted[pid] = mark
	return a.note(adoptLine(mark))
}

// Release notes that the group that pid led is gone. To release what was never
// adopted does nothing.
func (a *Area) Release(pid int) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	mark, ok := a.adopted[pid]
	if !ok {
		return nil
	}
	delete(a.adopted, pid)
	return a.note(releaseLine(mark))
}

// Keep spares a folder that [Area.Folder] has made from removal until a time
// of which seconds count. Its path stays the same.
func (a *Area) Keep(path string, until time.Time) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, f := range a.folders {
		if name := filepath.Base(path); filepath.Dir(path) == f.path && isName(name) {
			return f.note(keepLine(until, name))
		}
	}
	return fmt.Errorf("keep %q: not a scratch folder of this run", path)
}

// note writes line to the journal of every folder, so that each can be swept
// without the others.
func (a *Area) note(line string) error {
	var errs []error
	for _, f := range a.folders {
		errs = append(errs, f.note(line))
	}
	return errors.Join(errs...)
}
