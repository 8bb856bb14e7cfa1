package invocation

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/framework/python"
)

// Detected is the framework of the suite in dir, by what is there: what only
// pytest reads, a project of Django's or its own suite, a Go module, a reusable app's
// script, a configuration of pytest's above, or files with tests of unittest's. Where somebody has named a module of
// Django's settings, if only its authors in tox.ini, these are Django's, too.
func Detected(dir string, settings bool) string {
	switch {
	case usesPytest(dir) && !exists(dir, "go.mod"):
		return string(python.Pytest)
	case exists(dir, "runtests.py") && exists(filepath.Dir(dir), "django", "__init__.py"),
		exists(dir, "tests", "runtests.py") && exists(dir, "django", "__init__.py"):
		return string(python.Runtests)
	case exists(dir, "manage.py"):
		return string(python.Django)
	case isInModule(dir):
		return FrameworkGo
	case settings, runsDjango(dir):
		return string(python.Django)
	case configuredIn(dir) != "":
		return string(python.Pytest)
	case !hasTests(dir):
		return FrameworkGo
	case settingsIn(dir).byDjango:
		return string(python.Django)
	}
	return string(python.Unittest)
}

// hasTests reports whether there are files of unittest's in dir. A reusable app has a
// script of its own, and its tests deep below.
func hasTests(dir string) bool {
	return matches(dir, "test*.py", "*/test*.py") ||
		matches(dir, "runtests.py", "*/*/test*.py", "*/*/*/test*.py") && len(suitesBelow(dir)) == 0
}

// runsDjango reports whether there is a script in dir that has Django run tests.
func runsDjango(dir string) bool {
	return slices.ContainsFunc(python.Scripts, func(name string) bool {
		text, err := os.ReadFile(filepath.Join(dir, name))
		calls := func(f string) bool { return strings.Contains(string(text), f) }
		return err == nil && calls("django") && (calls("execute_from_command_line") || calls("call_command") || calls(".run_tests("))
	})
}

func matches(dir string, patterns ...string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		return err == nil && len(found) > 0
	})
}

// pytestFiles are only pytest's, which looks for them upwards, too. It reads those in TOML
// from version 9 on.
var pytestFiles = []string{"pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini"}

// pytestSections are the files that pytest may be configured in, with the lines
// that its part of them may begin with.
var pytestSections = map[string][]string{
	"pyproject.toml": {"[tool.pytest.ini_options]", "[tool.pytest]"},
	"tox.ini":        {"[pytest]"},
	"setup.cfg":      {"[tool:pytest]"},
}

// usesPytest reports whether there is anything in dir that only pytest reads.
func usesPytest(dir string) bool { return exists(dir, "conftest.py") || configuresPytest(dir) }

// configuresPytest reports whether there is a configuration of pytest's in dir.
func configuresPytest(dir string) bool {
	return slices.ContainsFunc(pytestFiles, func(name string) bool { return exists(dir, name) }) || pytestsPart(dir) != ""
}

// configuredIn is the nearest folder, of dir and those above it, with a configuration of
// pytest's, which is where pytest finds it; "" if there is none. What is above the
// repository is not the suite's.
func configuredIn(dir string) string {
	for !configuresPytest(dir) {
		parent := filepath.Dir(dir)
		if parent == dir || exists(dir, ".git") {
			return ""
		}
		dir = parent
	}
	return dir
}

// pytestsPart is the text that pytest reads in files that are others', too.
func pytestsPart(dir string) string {
	var part strings.Builder
	for _, name := range slices.Sorted(maps.Keys(pytestSections)) {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			continue
		}
		its := false
		for line := range strings.Lines(string(text)) {
			if strings.HasPrefix(line, "[") {
				its = slices.Contains(pytestSections[name], strings.TrimSpace(line))
			}
			if its {
				part.WriteString(line)
			}
		}
	}
	return part.String()
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

// isPythonProject reports whether dir is where a project in Python is built from.
func isPythonProject(dir string) bool {
	return exists(dir, "pyproject.toml") || exists(dir, "setup.py") || exists(dir, "setup.cfg")
}

// testPackages are packages for tests below dir, as Python imports them.
func testPackages(dir string) []string {
	packages := foldersWith(dir, filepath.Dir, "tests/__init__.py", "*/tests/__init__.py")
	for i, path := range packages {
		packages[i] = strings.ReplaceAll(path, "/", ".")
	}
	return packages
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
