package clone

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/ptr-project/ptr/internal/filelock"
)

// A generation is a folder with one making of a template. It counts once it
// has its final mark, a file that says how large the snapshot is, in bytes.
type generation struct {
	dir    string
	number int
}

// generations are sorted by number.
type generations []generation

func (g generation) path() string { return filepath.Join(g.dir, "template") }
func (g generation) mark() string { return filepath.Join(g.dir, "complete") }

// newest is the latest complete one.
func (all generations) newest() (generation, bool) {
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].complete() {
			return all[i], true
		}
	}
	return generation{}, false
}

func (all generations) next() int {
	if len(all) == 0 {
		return 1
	}
	return all[len(all)-1].number + 1
}

// complete reports whether the final mark is there, and fits the snapshot.
func (g generation) complete() bool {
	size, err := os.ReadFile(g.mark())
	if err != nil {
		return false
	}
	now, err := TreeSize(g.path())
	return err == nil && strconv.FormatInt(now, 10) == string(size)
}

// seal protects the snapshot and sets the final mark. Both are on the
// disk when it returns, the snapshot first.
func (g generation) seal() error {
	size, err := TreeSize(g.path())
	if err != nil {
		return err
	}
	if err := syncTree(g.path()); err != nil {
		return err
	}
	if err := protect(g.path()); err != nil {
		return err
	}
	if err := os.WriteFile(g.mark(), strconv.AppendInt(nil, size, 10), 0o600); err != nil {
		return err
	}
	return syncFile(g.mark())
}

// take lets t be g, and keeps g from being removed while t is used.
func (g generation) take(t *Template) error {
	size, err := TreeSize(g.path())
	if err != nil {
		return err
	}
	t.Path, t.Size = g.path(), size
	now := time.Now() // Prune removes what was not used for longest
	if err := os.Chtimes(g.mark(), now, now); err != nil {
		return err
	}
	if t.use, err = filelock.Share(g.mark()); err != nil {
		return fmt.Errorf("using the template: %w", err)
	}
	return nil
}

// remove removes g, and reports so, unless a run uses it or something that was kept
// needs it.
func (g generation) remove() (removed bool, err error) {
	l, err := filelock.Take(g.mark())
	switch {
	case errors.Is(err, filelock.ErrLocked):
		return false, nil
	case errors.Is(err, os.ErrNotExist): // never completed: nobody can use it
		return true, os.RemoveAll(g.dir)
	case err != nil:
		return false, err
	}
	if pinned, err := g.pinned(); pinned || err != nil {
		return false, errors.Join(err, l.Unlock())
	}
	// The mark goes first, so that what a kill leaves is seen to be half.
	err = os.Remove(g.mark())
	l.Unlock() // before the rest: Windows doesn't remove files that are open
	return true, errors.Join(err, os.RemoveAll(g.dir))
}
