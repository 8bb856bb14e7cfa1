package clone

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/ptr-project/ptr/internal/filelock"
)

// A shelf is the locked folder of one template. Its generations are folders
// named 1, 2, …, of which the newest complete one counts; older ones stay for
// as long as a run uses them.
type shelf struct {
	dir  string
	lock *filelock.Lock
}

// lockName is that of the file which locks a shelf.
const lockName = "lock"

// shelfName is the name of a template's shelf: readable, and unique by the
// fingerprint.
func shelfName(alias, print string) string {
	const longest = 40 // characters, since a file name has 255 bytes at most
	plain := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' {
			return r
		}
		return '-'
	}, alias)
	if runes := []rune(plain); len(runes) > longest {
		plain = string(runes[:longest])
	}
	return plain + "-" + print[:16]
}

// open locks a shelf. It waits for whoever has locked it.
func (s Store) open(ctx context.Context, name string) (shelf, error) {
	dir := filepath.Join(s.Dir, name)
	for {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return shelf{}, err
		}
		l, err := filelock.Wait(ctx, filepath.Join(dir, lockName))
		if err == nil {
			return shelf{dir, l}, nil
		}
		if !errors.Is(err, os.ErrNotExist) { // else it was removed meanwhile
			return shelf{}, err
		}
	}
}

func (s shelf) close() error { return s.lock.Unlock() }

// tidy removes generations that were never completed, which nobody can be
// making while the shelf is locked, and outdated ones that nobody uses.
func (s shelf) tidy() (generations, error) {
	all, err := s.generations()
	if err != nil {
		return nil, err
	}
	newest, complete := all.newest()
	var kept generations
	for _, g := range all {
		if complete && g == newest {
			kept = append(kept, g)
		} else if removed, err := g.remove(); err != nil {
			return nil, err
		} else if !removed {
			kept = append(kept, g)
		}
	}
	return kept, nil
}

func (s shelf) generations() (generations, error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, err
	}
	var all generations
	for _, e := range entries {
		if n, err := strconv.Atoi(e.Name()); err == nil && e.IsDir() {
			all = append(all, generation{filepath.Join(s.dir, e.Name()), n})
		}
	}
	slices.SortFunc(all, func(a, b generation) int { return cmp.Compare(a.number, b.number) })
	return all, nil
}

// make fills a new generation, and says in t how long that took.
func (s shelf) make(ctx context.Context, b Backend, r Request, number int, t *Template) (generation, error) {
	g := generation{filepath.Join(s.dir, strconv.Itoa(number)), number}
	if err := os.Mkdir(g.dir, 0o700); err != nil {
		return g, err
	}
	steps := []struct {
		phase string
		take  func() error
	}{
		{"prepare", func() error { return b.Fill(ctx, g.path(), r.Sources) }},
		{"check", func() error { return r.blame(b.Check(ctx, g.path())) }},
		{"seal", func() error { return r.finish(g) }},
	}
	for _, step := range steps {
		begin := time.Now()
		if err := step.take(); err != nil {
			return g, errors.Join(err, os.RemoveAll(g.dir))
		}
		t.Phases = append(t.Phases, Phase{step.phase, time.Since(begin)})
	}
	return g, nil
}

// remove removes the shelf if nothing is on it.
func (s shelf) remove() error {
	left, err := s.generations()
	if err != nil || len(left) > 0 {
		return err
	}
	return os.RemoveAll(s.dir)
}
