// Package folder sees which files of a folder change, and puts them back.
package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/ptr-project/ptr/suite"
)

// What is looked at, and how much of a file is shown.
const (
	mostFiles = 2000
	mostBytes = 1 << 20 // of larger files only size and time count, and they are not put back
	shown     = 60
)

// A Watch sees the files of one folder. It is not safe for concurrent use.
type Watch struct {
	dir, name string
	first     map[string]file // when it was made
	last      map[string]file // when Changes was last called
}

// A file is what is known of one; a link's text is where it leads.
type file struct {
	link, large bool
	mode        fs.FileMode
	size        int64
	text        []byte
}

// Open watches the folder dir, which is called name in what is said of its files.
func Open(dir, name string) (*Watch, error) {
	files, err := look(dir)
	return &Watch{dir, name, files, files}, err
}

// Changes are the files that differ from when it was last called, or from when the watch
// was made.
func (w *Watch) Changes() ([]suite.Change, error) {
	now, err := look(w.dir)
	if err != nil {
		return nil, err
	}
	var all []suite.Change
	for _, path := range slices.Sorted(maps.Keys(merged(w.last, now))) {
		old, was := w.last[path]
		file, is := now[path]
		if was && is && old.equal(file) {
			continue
		}
		c := suite.Change{Where: suite.FileMark + w.name + "/" + filepath.ToSlash(path)}
		if was {
			c.Old = old.String()
		}
		if is {
			c.New = file.String()
		}
		all = append(all, c)
	}
	w.last = now
	return all, nil
}

// PutBack makes a file, called as in [Watch.Changes], what it was when the watch was made. An
// error that wraps [suite.ErrNotPutBack] says that it is not known any more.
func (w *Watch) PutBack(name string) error {
	path, err := filepath.Rel(w.name, name)
	if err != nil {
		return err
	}
	whole := filepath.Join(w.dir, filepath.FromSlash(path))
	old, was := w.first[path]
	if was && (old.large || old.link) {
		return fmt.Errorf("file %s %w", name, suite.ErrNotPutBack)
	}
	if err := os.RemoveAll(whole); err != nil || !was {
		return err
	}
	return errors.Join(os.MkdirAll(filepath.Dir(whole), 0o700), os.WriteFile(whole, old.text, old.mode))
}

func merged(a, b map[string]file) map[string]file {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// look reads the files below dir, so many at most. Those that vanish meanwhile are not there.
func look(dir string) (map[string]file, error) {
	files := map[string]file{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && path != dir:
			return nil
		case err != nil:
			return err
		case e.IsDir():
			return nil
		case len(files) == mostFiles:
			return fs.SkipAll
		}
		f, err := read(path, e)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		name, _ := filepath.Rel(dir, path) // it is below
		files[name] = f
		return err
	})
	return files, err
}

func read(path string, e fs.DirEntry) (f file, err error) {
	info, err := e.Info()
	if err != nil {
		return f, err
	}
	f.mode, f.size = info.Mode(), info.Size()
	switch {
	case f.mode&fs.ModeSymlink != 0:
		f.link = true
		to, err := os.Readlink(path)
		f.text = []byte(to)
		return f, err
	case !f.mode.IsRegular(), f.size > mostBytes:
		f.large = true
		f.text = []byte(info.ModTime().String())
	default:
		f.text, err = os.ReadFile(path)
	}
	return f, err
}

func (f file) equal(g file) bool {
	return f.link == g.link && f.large == g.large && f.mode == g.mode && f.size == g.size && string(f.text) == string(g.text)
}

// String is the text of a small file, or its size.
func (f file) String() string {
	switch {
	case f.link:
		return "a link to " + string(f.text)
	case !f.mode.IsRegular():
		return f.mode.Type().String()
	case f.size == 0:
		return "an empty file"
	case !f.large && len(f.text) <= shown && utf8.Valid(f.text):
		return strconv.Quote(string(f.text))
	}
	return fmt.Sprintf("%d bytes", f.size)
}
