// Package filewatch sees which files are made, written, renamed or removed in folders.
package filewatch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// mostFolders is how many folders below one are watched at most: each costs the system.
const mostFolders = 1000

// A Watch sees what is done to files, until it is stopped.
type Watch struct {
	watcher *fsnotify.Watcher
	mark    string                 // a folder of its own: what is made there comes after all else
	marked  chan struct{}          // closed when that was seen
	seen    chan map[string][]Deed // sent once, when the watcher is closed
}

// A Deed is what was done to a file.
type Deed string

// The deeds.
const (
	Made    Deed = "making"
	Written Deed = "writing"
	Renamed Deed = "renaming"
	Removed Deed = "removing"
)

// Start begins to watch folders and those below them in trees, and folders by themselves.
// Hidden ones, and those of Python's caches, are passed over.
func Start(trees, folders []string) (*Watch, error) {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watching files: %w", err)
	}
	mark, err := os.MkdirTemp("", "ptr-filewatch-")
	if err != nil {
		return nil, errors.Join(err, watcher.Close())
	}
	all := append(slices.Clone(folders), mark)
	for _, tree := range trees {
		all = append(all, below(tree)...)
	}
	for _, folder := range all {
		// One that is gone, or can't be read, has nothing to tell.
		_ = watcher.Add(folder)
	}
	w := &Watch{watcher, mark, make(chan struct{}), make(chan map[string][]Deed, 1)}
	go w.see()
	return w, nil
}

// below is a folder and those in it, as far as tests may have to do with them.
func below(tree string) (folders []string) {
	// What can't be read is passed over.
	_ = filepath.WalkDir(tree, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || !d.IsDir():
			return nil
		case path != tree && ignored(d.Name()):
			return filepath.SkipDir
		case len(folders) == mostFolders:
			return filepath.SkipAll
		}
		folders = append(folders, path)
		return nil
	})
	return folders
}

// ignored tells names of what tools write beside tests.
func ignored(name string) bool {
	return strings.HasPrefix(name, ".") || name == "__pycache__" || name == "node_modules"
}

// see notes deeds, each once for a file, in the order in which they came.
func (w *Watch) see() {
	go func() {
		for range w.watcher.Errors { // some events may be lost: the others are none the less true
		}
	}()
	deeds := map[string][]Deed{}
	marked := sync.OnceFunc(func() { close(w.marked) })
	for e := range w.watcher.Events {
		if filepath.Dir(e.Name) == w.mark {
			marked()
			continue
		}
		if d := deedOf(e); d != "" && e.Name != w.mark && !ignored(filepath.Base(e.Name)) && !slices.Contains(deeds[e.Name], d) {
			deeds[e.Name] = append(deeds[e.Name], d)
		}
	}
	w.seen <- deeds
}

func deedOf(e fsnotify.Event) Deed {
	switch {
	case e.Has(fsnotify.Create):
		return Made
	case e.Has(fsnotify.Write):
		return Written
	case e.Has(fsnotify.Rename):
		return Renamed
	case e.Has(fsnotify.Remove):
		return Removed
	}
	return "" // its times or its mode
}

// lastEvents is how long is waited for the last events.
const lastEvents = time.Second

// Stop ends the watch, and returns what was done to each file, by its path.
func (w *Watch) Stop() (map[string][]Deed, error) {
	err := os.WriteFile(filepath.Join(w.mark, "last"), nil, 0o600)
	select {
	case <-w.marked:
	case <-time.After(lastEvents):
	}
	if err := errors.Join(err, w.watcher.Close(), os.RemoveAll(w.mark)); err != nil {
		return nil, fmt.Errorf("watching files: %w", err)
	}
	return <-w.seen, nil
}
