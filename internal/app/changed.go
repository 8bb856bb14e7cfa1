package app

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/suite"
)

// A change is what differs from a revision.
type change struct {
	files  []string                     // absolute, without symbolic links
	traced map[string]framework.Touched // by unit; nil where the framework can't tell
	all    bool                         // a file is among them that databases are made from
}

// change tells what differs from the revision that was asked for, and which units of
// those that patterns name are to be built for it.
func (s *Session) change(ctx context.Context, patterns []string) (c *change, units []string, err error) {
	c = &change{}
	if c.files, err = changedFiles(ctx, s.Root, s.Changed); err != nil {
		return nil, nil, err
	}
	tracer, ok := s.Framework.(framework.Tracer)
	if c.all = slices.ContainsFunc(c.files, s.makesDatabases); c.all || !ok {
		return c, patterns, nil
	}
	touched, err := tracer.Trace(ctx, patterns, c.files)
	if err != nil {
		return nil, nil, err
	}
	if len(touched) == 0 {
		return nil, nil, s.untouched()
	}
	c.traced = map[string]framework.Touched{}
	for _, t := range touched {
		c.traced[t.Unit] = t
		units = append(units, t.Unit)
	}
	return c, units, nil
}

// makesDatabases reports whether a file is one that templates are made from, or the one
// that says how.
func (s *Session) makesDatabases(file string) bool {
	from := []string{s.Config.File}
	for _, d := range s.Config.Databases {
		from = slices.Concat(from, d.SQL, d.Inputs, []string{d.Existing})
	}
	return slices.ContainsFunc(from, func(f string) bool { return f != "" && s.located(f) == file })
}

func (s *Session) untouched() error {
	return console.Usage(fmt.Errorf("no test is touched by what differs from %s", s.Changed), "ptr list shows the tests that there are; git diff --stat "+s.Changed+" what differs")
}

// touches are those of a suite's tests that the change touches.
func (s *Session) touches(c *change, all []suite.Test) ([]suite.ID, error) {
	declaring := map[string]bool{}
	for _, t := range all {
		declaring[s.located(t.File)] = true
	}
	touched := func(t suite.Test) bool {
		if t.File == "" {
			return false
		}
		file := s.located(t.File)
		return slices.Contains(c.files, file) || slices.ContainsFunc(c.files, func(f string) bool {
			return !declaring[f] && filepath.Dir(f) == filepath.Dir(file)
		})
	}
	switch {
	case c.all:
		touched = func(suite.Test) bool { return true }
	case c.traced != nil:
		touched = func(t suite.Test) bool {
			unit, ok := c.traced[t.Unit]
			return ok && (len(unit.Files) == 0 || slices.ContainsFunc(unit.Files, func(f string) bool {
				return !declaring[f] || f == s.located(t.File)
			}))
		}
	}
	var found []suite.ID
	for _, t := range all {
		if touched(t) {
			found = append(found, t.ID)
		}
	}
	if len(found) == 0 {
		return nil, s.untouched()
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
	unknown, err := Git(ctx, strings.TrimSpace(top), "ls-files", "--others", "--exclude-standard", "--full-name", "-z")
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
