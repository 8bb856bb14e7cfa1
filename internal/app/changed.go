package app

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/suite"
)

// changedTests tells which of a suite's tests a change touched, given the files that
// differ from a revision: those that are declared in one of these and, where a file
// declares none, all that are declared in its folder.
func (s *Session) changedTests(ctx context.Context, all []suite.Test) ([]suite.ID, error) {
	files, err := changedFiles(ctx, s.Root, s.Changed)
	if err != nil {
		return nil, err
	}
	declaring := map[string]bool{}
	for _, t := range all {
		declaring[s.located(t.File)] = true
	}
	touched := map[string]bool{}
	for _, file := range files {
		if !declaring[file] {
			file = filepath.Dir(file)
		}
		touched[file] = true
	}
	var found []suite.ID
	for _, t := range all {
		if file := s.located(t.File); t.File != "" && (touched[file] || touched[filepath.Dir(file)]) {
			found = append(found, t.ID)
		}
	}
	if len(found) == 0 {
		return nil, console.Usage(fmt.Errorf("no test is touched by what differs from %s", s.Changed), "ptr list shows the tests that there are; git diff --stat "+s.Changed+" what differs")
	}
	return found, nil
}

// located is where a file of the suite is, without symbolic links, as git names it.
func (s *Session) located(file string) string {
	path := file
	if !filepath.IsAbs(path) {
		path = filepath.Join(s.Root, file)
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}

// changedFiles are those below dir that differ from revision, and those that git does not
// know and does not ignore. Their names are absolute.
func changedFiles(ctx context.Context, dir, revision string) ([]string, error) {
	top, err := Git(ctx, dir, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, console.Usage(fmt.Errorf("--changed: %w", err), "it needs a git repository")
	}
	differing, err := Git(ctx, dir, "diff", "--name-only", "-z", revision, "--")
	if err != nil {
		return nil, console.Usage(fmt.Errorf("--changed=%s: %w", revision, err), "name a revision that git log knows, such as main or HEAD~3")
	}
	unknown, err := Git(ctx, dir, "ls-files", "--others", "--exclude-standard", "--full-name", "-z")
	if err != nil {
		return nil, err
	}
	var files []string
	for name := range strings.SplitSeq(differing+unknown, "\x00") {
		if name != "" {
			files = append(files, filepath.Join(strings.TrimSpace(top), filepath.FromSlash(name)))
		}
	}
	return files, nil
}

// Git is what a command of git prints. The error has what it complains of.
func Git(ctx context.Context, dir string, args ...string) (string, error) {
	c := exec.CommandContext(ctx, "git", args...)
	c.Dir = dir
	out, err := c.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		first, _, _ := strings.Cut(strings.TrimSpace(string(failed.Stderr)), "\n")
		return "", errors.New(first)
	}
	return string(out), err
}

// both are those of some that are among others, too. A nil some is all.
func both(some, others []suite.ID) []suite.ID {
	if some == nil {
		return others
	}
	return slices.DeleteFunc(slices.Clone(some), func(id suite.ID) bool { return !slices.Contains(others, id) })
}
