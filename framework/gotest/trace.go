package gotest

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/framework"
)

// A traced package is one as `go list -deps -test` tells of it: a package, that package
// as it is built for a test ("p [q.test]"), or the main package of a test ("q.test").
type traced struct {
	ImportPath, Name, Dir string
	Standard, DepOnly     bool
	Module                *struct{ GoMod string }
	Imports               []string

	CgoFiles, CFiles, CXXFiles, MFiles, HFiles, FFiles, SFiles, SysoFiles []string
	EmbedFiles, TestEmbedFiles, XTestEmbedFiles                           []string
}

// tracedFields are what the go command is asked for.
const tracedFields = "ImportPath,Name,Dir,Standard,DepOnly,Module,Imports," +
	"CgoFiles,CFiles,CXXFiles,MFiles,HFiles,FFiles,SFiles,SysoFiles,EmbedFiles,TestEmbedFiles,XTestEmbedFiles"

// Trace asks the go command what tests are built from. A file counts as part of a
// package that is built from it or embeds it, or if it is a Go file in its folder, or one
// that was; other files there, or below testdata, are those of the package's own tests.
// What is in a module's go.mod and go.sum is part of all its packages.
func (f *Framework) Trace(ctx context.Context, patterns, files []string) ([]framework.Touched, error) {
	if len(patterns) == 0 {
		all, err := f.o.everything(ctx)
		if err != nil {
			return nil, err
		}
		patterns = all
	}
	args := append([]string{"list", "-e", "-deps", "-test", "-json=" + tracedFields}, f.o.Build...)
	out, err := f.o.run(ctx, append(append(args, "--"), patterns...)...)
	if err != nil {
		return nil, explain("go list", err)
	}
	packages, err := decodeAll[traced](out)
	if err != nil {
		return nil, err
	}
	return newTrace(packages, files).touched(), nil
}

// A trace follows imports to what has changed.
type trace struct {
	packages []traced            // the standard library's left out
	imports  map[string][]string // by import path, "p [q.test]" being one of its own
	changed  map[string]bool     // by import path: what importers see; once known
	own      map[string][]string // by import path: files that only its own tests see
}

func newTrace(packages []traced, files []string) *trace {
	t := &trace{imports: map[string][]string{}, changed: map[string]bool{}, own: map[string][]string{}}
	for _, p := range packages {
		if p.Standard {
			continue
		}
		t.packages = append(t.packages, p)
		t.imports[p.ImportPath] = p.Imports
		p.Dir = real(p.Dir)
		if p.Module != nil {
			p.Module.GoMod = real(p.Module.GoMod)
		}
		for _, file := range files {
			t.note(p, file)
		}
	}
	return t
}

// real is a path as files that changed are named.
func real(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}

// note keeps what a file is to p.
func (t *trace) note(p traced, file string) {
	switch {
	case p.isBuiltFrom(file):
		t.changed[p.ImportPath] = true
	case p.testsSee(file):
		t.own[p.ImportPath] = append(t.own[p.ImportPath], file)
	}
}

func (p traced) isBuiltFrom(file string) bool {
	if p.Module != nil && (file == p.Module.GoMod || file == strings.TrimSuffix(p.Module.GoMod, ".mod")+".sum") {
		return true
	}
	rel, within := p.within(file)
	if !within {
		return false
	}
	if !strings.Contains(rel, "/") && strings.HasSuffix(rel, ".go") && !strings.HasSuffix(rel, "_test.go") {
		return true
	}
	for _, list := range [][]string{p.CgoFiles, p.CFiles, p.CXXFiles, p.MFiles, p.HFiles, p.FFiles, p.SFiles, p.SysoFiles, p.EmbedFiles} {
		if slices.Contains(list, rel) {
			return true
		}
	}
	return false
}

// within is file as seen from p's folder, with slashes, if it lies in there.
func (p traced) within(file string) (string, bool) {
	rel, ok := strings.CutPrefix(file, p.Dir+string(filepath.Separator))
	return filepath.ToSlash(rel), ok
}

// testsSee reports whether p's own tests may read a file that is no part of p.
func (p traced) testsSee(file string) bool {
	rel, within := p.within(file)
	if !within {
		return false
	}
	return !strings.Contains(rel, "/") || strings.HasPrefix(rel, "testdata/") ||
		slices.Contains(p.TestEmbedFiles, rel) || slices.Contains(p.XTestEmbedFiles, rel)
}

// touched are the packages whose tests the files may change.
func (t *trace) touched() []framework.Touched {
	var all []framework.Touched
	for _, p := range t.packages {
		unit, ok := strings.CutSuffix(p.ImportPath, ".test")
		if !ok || p.Name != "main" || p.DepOnly {
			continue
		}
		if own := t.own[unit]; t.reaches(p.ImportPath) {
			all = append(all, framework.Touched{Unit: unit})
		} else if len(own) > 0 {
			all = append(all, framework.Touched{Unit: unit, Files: own})
		}
	}
	return all
}

// reaches reports whether the package at path is changed, or imports one that is.
func (t *trace) reaches(path string) bool {
	if known, ok := t.changed[path]; ok {
		return known
	}
	plain, _, _ := strings.Cut(path, " [")
	t.changed[path] = false // where imports are a cycle, which is an error of its own
	t.changed[path] = t.changed[plain] || slices.ContainsFunc(t.imports[path], t.reaches)
	return t.changed[path]
}
