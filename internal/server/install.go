package server

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// ErrNotInstalled says that there is no program of a server's.
var ErrNotInstalled = errors.New("is not installed: neither on the PATH nor where packages put it")

// An Installation is the programs of one server.
type Installation struct {
	Dir     string // of the server's program, absolute
	Server  string // its name, such as "postgres"
	Version string // such as "15.18"
}

// A Product says how to find an installation.
type Product struct {
	Name     string         // for people, such as "PostgreSQL"
	Servers  []string       // names of its program, the best first
	Folders  []string       // patterns of folders that are not on the PATH, as filepath.Glob takes them
	Versions *regexp.Regexp // in what the program prints for --version
}

// Find returns a function that looks once for what is on the PATH, else for the
// latest version elsewhere. Its error wraps [ErrNotInstalled].
func (p Product) Find() func() (Installation, error) { return sync.OnceValues(p.find) }

func (p Product) find() (Installation, error) {
	for _, dir := range p.folders() {
		for _, server := range p.Servers {
			path, err := exec.LookPath(filepath.Join(dir, server))
			if err != nil {
				continue
			}
			if path, err = filepath.EvalSymlinks(path); err != nil {
				continue
			}
			out, err := exec.Command(path, "--version").Output()
			if version := p.Versions.Find(out); err == nil && version != nil {
				return Installation{filepath.Dir(path), filepath.Base(path), string(version)}, nil
			}
		}
	}
	return Installation{}, fmt.Errorf("%s %w", p.Name, ErrNotInstalled)
}

// folders are those that may have the programs.
func (p Product) folders() []string {
	all := filepath.SplitList(os.Getenv("PATH"))
	for _, pattern := range p.Folders {
		some, _ := filepath.Glob(pattern) // the pattern is well-formed
		slices.SortFunc(some, func(a, b string) int { return cmp.Compare(number(b), number(a)) })
		all = append(all, some...)
	}
	return all
}

// number is the version that a folder's path has.
func number(path string) int {
	digits := regexp.MustCompile(`\d+`).FindAllString(path, -1)
	n, _ := strconv.Atoi(strings.Join(digits, ""))
	return n
}

// Program is the absolute path of one that comes with the server: the first of
// names that is there, or else on the PATH. Its error wraps [ErrNotInstalled].
func (i Installation) Program(names ...string) (string, error) {
	for _, name := range names {
		for _, path := range []string{filepath.Join(i.Dir, name), name} {
			if path, err := exec.LookPath(path); err == nil {
				return path, nil
			}
		}
	}
	if i.Dir == "" {
		return "", fmt.Errorf("%s %w", names[0], ErrNotInstalled)
	}
	return "", fmt.Errorf("%s, which comes with %s, %w", names[0], filepath.Join(i.Dir, i.Server), ErrNotInstalled)
}
