package app

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/framework/python"
)

// Detected is the framework of the suite in dir, by what is there: what only
// pytest reads, a project of Django's or its own suite, a Go module, or files with
// tests of unittest's. Where somebody has named a module of Django's settings, these
// are Django's, too.
func Detected(dir string, settings bool) string {
	switch {
	case usesPytest(dir) && !exists(dir, "go.mod"):
		return string(python.Pytest)
	case exists(dir, "runtests.py") && exists(filepath.Dir(dir), "django", "__init__.py"):
		return string(python.Runtests)
	case exists(dir, "manage.py"):
		return string(python.Django)
	case isInModule(dir):
		return FrameworkGo
	case settings:
		return string(python.Django)
	}
	if matches(dir, "test*.py", "*/test*.py") {
		return string(python.Unittest)
	}
	// A reusable app has a script of its own, and its tests deep below.
	if matches(dir, "runtests.py", "*/*/test*.py", "*/*/*/test*.py") && len(suitesBelow(dir)) == 0 {
		return string(python.Unittest)
	}
	return FrameworkGo
}

func matches(dir string, patterns ...string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		return err == nil && len(found) > 0
	})
}

// pytestFiles are only pytest's. It reads those in TOML from version 9 on.
var pytestFiles = []string{"pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini", "conftest.py"}

// pytestSections are the files that pytest may be configured in, with the lines
// that its part of them may begin with.
var pytestSections = map[string][]string{
	"pyproject.toml": {"[tool.pytest.ini_options]", "[tool.pytest]"},
	"tox.ini":        {"[pytest]"},
	"setup.cfg":      {"[tool:pytest]"},
}

// usesPytest reports whether there is anything in dir that only pytest reads.
func usesPytest(dir string) bool {
	if slices.ContainsFunc(pytestFiles, func(name string) bool { return exists(dir, name) }) {
		return true
	}
	for name, sections := range pytestSections {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(text)) {
			if slices.Contains(sections, strings.TrimSpace(line)) {
				return true
			}
		}
	}
	return false
}

func exists(elements ...string) bool {
	_, err := os.Stat(filepath.Join(elements...))
	return err == nil
}

// suitesBelow are the folders, at most two levels below dir, that have a suite.
func suitesBelow(dir string) []string {
	return foldersWith(dir, func(path string) string { return filepath.Dir(path) },
		"*/manage.py", "*/*/manage.py", "*/go.mod", "*/*/go.mod", "*/pytest.ini", "*/*/pytest.ini")
}

// testFolders are the folders right below dir that have files of unittest's in them, or
// in their own folders.
func testFolders(dir string) []string {
	first := func(path string) string {
		name, _, _ := strings.Cut(path, string(filepath.Separator))
		return name
	}
	return foldersWith(dir, first, "*/test*.py", "*/*/test*.py")
}

// mostFolders is how many are named.
const mostFolders = 3

// foldersWith are some of the folders, as of makes them, of the files below dir that
// patterns match.
func foldersWith(dir string, of func(path string) string, patterns ...string) []string {
	var folders []string
	for _, pattern := range patterns {
		found, _ := filepath.Glob(filepath.Join(dir, pattern)) // patterns are well-formed
		for _, path := range found {
			if path, err := filepath.Rel(dir, path); err == nil && !strings.HasPrefix(path, ".") {
				folders = append(folders, filepath.ToSlash(of(path)))
			}
		}
	}
	slices.Sort(folders)
	folders = slices.Compact(folders)
	return folders[:min(len(folders), mostFolders)]
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
