package clone

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/ptr-project/ptr/internal/filelock"
)

// Pruned is what [Store.Prune] did.
type Pruned struct {
	Removed []string // folders of templates
	InUse   []string // those of live runs, which stayed
	Freed   int64    // bytes
}

// Prune removes the templates that were not used for longest, until the rest
// takes at most limit bytes, and everything that a killed run left half-made.
// Templates of live runs stay, whatever the limit. A store that was never used
// is not an error.
func (s Store) Prune(limit int64) (Pruned, error) {
	kept, err := s.kept()
	if err != nil {
		return Pruned{}, err
	}
	slices.SortFunc(kept, func(a, b keptTemplate) int { return a.used.Compare(b.used) })
	var total int64
	for _, k := range kept {
		total += k.size
	}
	var done Pruned
	for _, k := range kept {
		if total <= limit && !k.used.IsZero() {
			break
		}
		removed, err := removeKept(k)
		switch {
		case err != nil:
			return done, err
		case !removed:
			done.InUse = append(done.InUse, k.dir)
		default:
			done.Removed = append(done.Removed, k.dir)
			done.Freed += k.size
			total -= k.size
		}
	}
	return done, s.removeEmpty()
}

// A keptTemplate is a generation on some shelf.
type keptTemplate struct {
	generation
	size int64
	used time.Time // last; zero if it was never completed
}

func (s Store) kept() ([]keptTemplate, error) {
	var kept []keptTemplate
	err := s.eachShelf(func(shelf shelf) error {
		all, err := shelf.generations()
		for _, g := range all {
			k := keptTemplate{generation: g}
			if size, err := TreeSize(g.path()); err == nil {
				k.size = size
			}
			if info, err := os.Stat(g.mark()); err == nil {
				k.used = info.ModTime()
			}
			kept = append(kept, k)
		}
		return err
	})
	return kept, err
}

// eachShelf visits all shelves, which are not locked.
func (s Store) eachShelf(visit func(shelf) error) error {
	entries, err := os.ReadDir(s.Dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		// A shelf may go while we look: another ptr cleans up, too.
		if err := visit(shelf{dir: filepath.Join(s.Dir, e.Name())}); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// removeKept reports false if k is used, or just being made.
func removeKept(k keptTemplate) (removed bool, err error) {
	l, err := filelock.Take(filepath.Join(filepath.Dir(k.dir), lockName))
	if errors.Is(err, filelock.ErrLocked) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	removed, err = k.remove()
	return removed, errors.Join(err, l.Unlock())
}

// removeEmpty removes shelves that nothing is on.
func (s Store) removeEmpty() error {
	return s.eachShelf(func(empty shelf) error {
		var err error
		if empty.lock, err = filelock.Take(filepath.Join(empty.dir, lockName)); err != nil {
			switch {
			case errors.Is(err, filelock.ErrLocked):
				return nil
			case errors.Is(err, os.ErrNotExist): // whoever removed it was killed before the folder was gone
				return os.Remove(empty.dir)
			}
			return err
		}
		return errors.Join(empty.remove(), empty.close())
	})
}
