package gotest

import (
	"context"
	"go/build"
	"go/build/constraint"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/suite"
)

// Missing looks through the test files below the suite's folder for tests that are left
// out by a build constraint which a tag would meet, or are in another module.
func (f *Framework) Missing(ctx context.Context, match func(id suite.ID, dir string) bool) ([]framework.Missing, error) {
	root, err := filepath.Abs(f.o.Dir)
	if err != nil {
		return nil, err
	}
	at, err := f.o.standpoint(ctx)
	if err != nil {
		return nil, err
	}
	m := missing{start: root, root: root, build: f.context(), match: match}
	m.module, m.path = filepath.Dir(at.GOMOD), modulePath(at.GOMOD)
	if !at.inModule() {
		m.module, m.path = root, ""
	}
	return m.found, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if ctx.Err() != nil || err != nil { // what can't be read has no tests
			return ctx.Err()
		}
		return m.visit(path, d)
	})
}

// context is what go build would go by, as far as files are chosen by it.
func (f *Framework) context() build.Context {
	c := build.Default
	if f.tool.GOOS != "" {
		c.GOOS, c.GOARCH, c.CgoEnabled = f.tool.GOOS, f.tool.GOARCH, f.tool.CGO_ENABLED == "1"
	}
	for _, flag := range append(slices.Clone(f.o.Build), strings.Fields(f.tool.GOFLAGS)...) {
		if tags, ok := strings.CutPrefix(strings.TrimLeft(flag, "-"), "tags="); ok {
			c.BuildTags = append(c.BuildTags, strings.Split(tags, ",")...)
		}
	}
	if slices.ContainsFunc(f.o.Build, func(flag string) bool { return strings.HasPrefix(flag, "-race") }) {
		c.BuildTags = append(c.BuildTags, "race")
	}
	return c
}

type missing struct {
	start  string // the suite's folder
	root   string // of the walk
	module string // the folder of the module that the walk is in
	path   string // of that module
	other  string // that folder as seen from root, if the module is not the suite's
	build  build.Context
	match  func(id suite.ID, dir string) bool
	found  []framework.Missing
}

func (m *missing) visit(path string, d fs.DirEntry) error {
	name := d.Name()
	switch {
	case d.IsDir() && path == m.root:
	case d.IsDir() && (name == "vendor" || name == "testdata" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")):
		return fs.SkipDir
	case d.IsDir():
		return m.enter(path)
	case strings.HasSuffix(name, "_test.go"):
		m.look(filepath.Dir(path), name)
	}
	return nil
}

// enter walks through another module apart, so that it is known which one it is in.
func (m *missing) enter(dir string) error {
	file := filepath.Join(dir, "go.mod")
	if _, err := os.Stat(file); err != nil {
		return nil
	}
	other := *m
	other.module, other.path = dir, modulePath(file)
	other.other, _ = filepath.Rel(m.start, dir) // it lies below
	other.root = dir
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil //nolint:nilerr // what can't be read has no tests
		}
		return other.visit(path, d)
	})
	m.found = other.found
	if err != nil {
		return err
	}
	return fs.SkipDir
}

// look keeps tests of a file that match, if something can be done to have them.
func (m *missing) look(dir, name string) {
	flag := m.tags(dir, name)
	if flag == "" && m.other == "" {
		return
	}
	unit := m.path
	if rel, err := filepath.Rel(m.module, dir); err == nil && rel != "." {
		unit += "/" + filepath.ToSlash(rel)
	}
	for test := range declarations(pkg{Dir: dir, TestGoFiles: []string{name}}) {
		if id := idOf(unit, test); m.match(id, dir) {
			m.found = append(m.found, framework.Missing{Test: id, File: filepath.Join(dir, name), Folder: m.other, Flag: flag})
		}
	}
}

// tags is the flag that has a file built that is left out; "" if it is built, or if none
// would do.
func (m *missing) tags(dir, name string) string {
	if built, err := m.build.MatchFile(dir, name); built || err != nil {
		return ""
	}
	var all []string
	for _, tag := range constraintTags(filepath.Join(dir, name)) {
		if m.builtWith(dir, name, tag) {
			return "-tags=" + strings.Join(append(slices.Clone(m.build.BuildTags), tag), ",")
		}
		all = append(all, tag)
	}
	if len(all) > 1 && m.builtWith(dir, name, all...) {
		return "-tags=" + strings.Join(append(slices.Clone(m.build.BuildTags), all...), ",")
	}
	return ""
}

func (m *missing) builtWith(dir, name string, tags ...string) bool {
	c := m.build
	c.BuildTags = append(slices.Clone(c.BuildTags), tags...)
	built, err := c.MatchFile(dir, name)
	return built && err == nil
}

// constraintTags are the tags that a file's build constraint speaks of.
func constraintTags(file string) []string {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	var tags []string
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "package ") {
			break
		}
		expr, err := constraint.Parse(strings.TrimSpace(line))
		if err != nil {
			continue // another comment
		}
		expr.Eval(func(tag string) bool {
			tags = append(tags, tag)
			return true
		})
		expr.Eval(func(tag string) bool {
			tags = append(tags, tag)
			return false
		})
	}
	slices.Sort(tags)
	return slices.Compact(tags)
}
