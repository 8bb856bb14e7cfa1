package python

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// oldest is the oldest Python that the worker runs on.
const oldest = "3.8"

// An interpreter is a Python, and what it says of itself.
type interpreter struct {
	Path    string
	Version string
	Missing []string          // packages that the suite needs
	Old     bool              // older than oldest
	Stamps  map[string]string // of the folders that packages are in: they change when one is installed
}

// A NoPythonError says that no Python can run the suite.
type NoPythonError struct {
	Face  Face
	Tried []string // paths, each with what is wrong with it
}

func (e *NoPythonError) Error() string {
	if len(e.Tried) == 0 {
		return "there is no Python on the PATH"
	}
	return "no Python can run this suite: " + strings.Join(e.Tried, "; ")
}

// Hint is a way out.
func (e *NoPythonError) Hint() string {
	return fmt.Sprintf("install Python %s or later with what the suite needs, or name one by --python", oldest)
}

// find is the interpreter that is named, else that of the virtual environment,
// else the first that can import what the suite needs.
func find(o Options) (interpreter, error) {
	var tried []string
	for _, path := range candidates(o) {
		i, err := probe(path, needs(o), o.Env)
		switch {
		case err != nil:
			tried = append(tried, fmt.Sprintf("%s: %v", path, err))
		case i.Old:
			tried = append(tried, fmt.Sprintf("%s is %s, and too old", path, i.Version))
		case len(i.Missing) > 0:
			tried = append(tried, fmt.Sprintf("%s (%s) has no %s", path, i.Version, strings.Join(i.Missing, " and no ")))
		default:
			return i, nil
		}
	}
	return interpreter{}, &NoPythonError{o.Face, tried}
}

// needs are the packages without which nothing of the suite can run. Django's
// own suite brings its Django.
func needs(o Options) []string {
	switch o.Face {
	case Django:
		return []string{"django"}
	case Runtests:
		return []string{"asgiref", "sqlparse"}
	case Pytest:
		return []string{"pytest"}
	}
	return nil
}

func candidates(o Options) []string {
	if o.Python != "" {
		return []string{o.Python}
	}
	name, folder := "python3", "bin"
	if runtime.GOOS == "windows" {
		name, folder = "python.exe", "Scripts"
	}
	if env := os.Getenv("VIRTUAL_ENV"); env != "" {
		return []string{filepath.Join(env, folder, name)}
	}
	var paths []string
	if path, err := exec.LookPath(name); err == nil {
		paths = append(paths, path)
	}
	if usual := "/usr/bin/python3"; !slices.Contains(paths, usual) {
		if _, err := os.Stat(usual); err == nil {
			paths = append(paths, usual)
		}
	}
	return paths
}

// question prints what ptr wants to know of a Python, without importing anything
// of the suite's.
const question = `
import importlib.util, json, os, sys
def missing(name):
    try:
        return importlib.util.find_spec(name) is None
    except Exception:
        return True
def stamp(path):
    try:
        return str(os.stat(path).st_mtime_ns)
    except OSError:
        return ""
print(json.dumps({
    "Version": "%d.%d.%d" % sys.version_info[:3],
    "Old": sys.version_info < (3, 8),
    "Missing": [name for name in sys.argv[1:] if missing(name)],
    "Stamps": {path: stamp(path) for path in sys.path if path and os.path.isdir(path)},
}))
`

// probe asks the Python at path.
func probe(path string, needs, env []string) (interpreter, error) {
	c := exec.Command(path, append([]string{"-c", question}, needs...)...)
	c.Env = env
	out, err := c.Output()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		lines := strings.Split(strings.TrimSpace(string(exit.Stderr)), "\n")
		return interpreter{}, errors.New(strings.TrimSuffix(fmt.Sprintf("%s: %s", exit.ProcessState, lines[len(lines)-1]), ": ")) // it may say nothing
	case err != nil:
		return interpreter{}, errors.Unwrap(err)
	}
	i := interpreter{Path: path}
	if err := json.Unmarshal(out, &i); err != nil {
		return i, fmt.Errorf("it printed %.80q, which is not what was asked for", out)
	}
	return i, nil
}
