package app

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
)

// A crossing hears which files in the suite's folder are open on several workers: tests that
// each have a database of one name get in each other's way there. It is safe for
// concurrent use.
type crossing struct {
	dir string // the suite's

	mu      sync.Mutex
	workers map[string]map[int]bool // by file, relative to dir
}

func newCrossing(dir string) *crossing {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real // as descriptors have it
	}
	return &crossing{dir: dir, workers: map[string]map[int]bool{}}
}

func (c *crossing) see(e suite.Event) {
	end, ok := e.(suite.Ended)
	if !ok || end.Cause == suite.Diagnosis {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, l := range end.Leaks {
		_, path, ok := strings.Cut(l.What, ": ") // behind its descriptor
		if l.Kind != suite.LeakFile || !ok {
			continue
		}
		file, err := filepath.Rel(c.dir, strings.TrimSuffix(path, " (deleted)"))
		if err != nil || !filepath.IsLocal(file) {
			continue
		}
		if c.workers[file] == nil {
			c.workers[file] = map[int]bool{}
		}
		c.workers[file][end.Worker] = true
	}
}

// notes tell of the file that most workers have met in, if tests have failed.
func (c *crossing) notes(r run.Result) []suite.Note {
	c.mu.Lock()
	defer c.mu.Unlock()
	var files []string
	for file, workers := range c.workers {
		if len(workers) > 1 {
			files = append(files, file)
		}
	}
	if len(files) == 0 || len(r.Failed) == 0 {
		return nil
	}
	slices.SortFunc(files, func(a, b string) int {
		if n := len(c.workers[b]) - len(c.workers[a]); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	text := "tests of %d workers have %s open, which is one file for all of them: if they get in each other's way, --workers 1 keeps them apart"
	return []suite.Note{{Topic: "shared", Text: fmt.Sprintf(text, len(c.workers[files[0]]), files[0])}}
}
