package kill

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
)

// left is all that runs of the suite have left behind, in words, and that it has
// not told before.
func (l *lab) left() ([]string, error) {
	var left []string
	for _, find := range []func() ([]string, error){l.strays, l.temporary, l.shared, l.strange} {
		found, err := find()
		if err != nil {
			return nil, err
		}
		for _, what := range found {
			if !l.told[what] {
				l.told[what] = true
				left = append(left, "left: "+what)
			}
		}
	}
	return left, nil
}

// strays are processes.
func (l *lab) strays() ([]string, error) {
	all, err := processes()
	var strays []string
	for _, p := range all {
		if p.pid != os.Getpid() && p.livesIn(l.dir) {
			strays = append(strays, "process "+strconv.Itoa(p.pid)+" ("+p.name+")")
		}
	}
	return strays, err
}

// temporary is what is in TMPDIR.
func (l *lab) temporary() ([]string, error) {
	entries, err := os.ReadDir(l.temp)
	var paths []string
	for _, e := range entries {
		paths = append(paths, filepath.Join(l.temp, e.Name()))
	}
	return paths, err
}

// shared is what is in memory-backed storage, where other suites' runs have
// folders, too: those with a name seen in TMPDIR, or whose journal says so.
func (l *lab) shared() ([]string, error) {
	if l.memory == "" {
		return nil, nil
	}
	paths, err := filepath.Glob(filepath.Join(l.memory, "ptr-*"))
	var ours []string
	for _, path := range paths {
		journal, _ := os.ReadFile(filepath.Join(path, ".journal"))
		if l.tokens[filepath.Base(path)] || bytes.Contains(journal, []byte(strconv.Quote(l.name))) {
			ours = append(ours, path)
		}
	}
	return ours, err
}

// strange is what is in the module's .ptr and wasn't after the first run.
func (l *lab) strange() ([]string, error) {
	kept, err := l.kept()
	var strange []string
	for path := range kept {
		if !l.expected[path] {
			strange = append(strange, filepath.Join(".ptr", path))
		}
	}
	return strange, err
}

// numbered are the parts of names in .ptr that differ from run to run: IDs of
// runs, and how often a template was made.
var numbered = regexp.MustCompile(`^(runs|templates/[^/]+)/[0-9a-f]+`)

// kept are the files and folders in .ptr.
func (l *lab) kept() (map[string]bool, error) {
	kept := map[string]bool{}
	root := os.DirFS(filepath.Join(l.module, ".ptr"))
	err := fs.WalkDir(root, ".", func(path string, _ fs.DirEntry, err error) error {
		kept[numbered.ReplaceAllString(path, "$1/N")] = true
		return err
	})
	return kept, err
}
