package app

import (
	"os"
	"path/filepath"

	"github.com/ptr-project/ptr/framework/python"
)

// Detected is the framework of the suite in dir, by what is there: a project of
// Django's or its own suite, a Go module, or files with tests of unittest's.
func Detected(dir string) string {
	switch {
	case exists(dir, "manage.py"):
		return string(python.Django)
	case exists(dir, "runtests.py") && exists(filepath.Dir(dir), "django", "__init__.py"):
		return string(python.Runtests)
	case isInModule(dir):
		return frameworkGo
	}
	for _, pattern := range []string{"test*.py", "*/test*.py"} {
		if found, err := filepath.Glob(filepath.Join(dir, pattern)); err == nil && len(found) > 0 {
			return string(python.Unittest)
		}
	}
	return frameworkGo
}

func exists(elements ...string) bool {
	_, err := os.Stat(filepath.Join(elements...))
	return err == nil
}

// isInModule reports whether dir is part of a Go module.
func isInModule(dir string) bool {
	for {
		if exists(dir, "go.mod") || exists(dir, "go.work") {
			return true
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return false
		}
		dir = parent
	}
}
