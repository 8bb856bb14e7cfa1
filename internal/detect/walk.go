package detect

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// A tree is the files of a module that matter, relative to its root, with
// slashes, in the order of their names.
type tree struct {
	sources, sql, dotEnvs []string
}

// walk finds the files of the module in dir. What belongs to somebody else is
// left out: vendored and hidden folders, test data, modules within.
func walk(dir string) (tree, error) {
	var t tree
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil && name == ".":
			return err
		case err != nil:
			return nil // what cannot be read proposes nothing
		case entry.IsDir() && name != "." && foreign(dir, name):
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		t.add(name)
		return nil
	})
	return t, err
}

func foreign(dir, name string) bool {
	base := path.Base(name)
	if strings.HasPrefix(base, ".") || slices.Contains([]string{"vendor", "node_modules", "testdata"}, base) {
		return true
	}
	_, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name), "go.mod"))
	return err == nil
}

func (t *tree) add(name string) {
	base := path.Base(name)
	switch {
	case strings.HasSuffix(base, ".go"):
		t.sources = append(t.sources, name)
	case strings.HasSuffix(base, ".sql"):
		t.sql = append(t.sql, name)
	case base == ".env" || strings.HasPrefix(base, ".env."):
		t.dotEnvs = append(t.dotEnvs, name)
	}
}
