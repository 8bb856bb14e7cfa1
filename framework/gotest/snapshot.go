package gotest

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/framework/gotest/variables"
)

// anchor is a variable whose address the generated files can tell.
const anchor = "main.tests"

// looksAtVariables reports whether test binaries are built to look at package
// variables. The race detector would take the looking for a race.
func (f *Framework) looksAtVariables() bool { return f.o.Variables && !f.race() }

// findVariables lists the package variables of t's binary in a file beside it,
// for its processes to read. That it can't be done is no error: blind says why.
func (f *Framework) findVariables(t *target) {
	switch {
	case !f.o.Variables:
		return
	case f.race():
		t.blind = "the race detector would take the looking for a race"
		return
	case f.o.PerTest || t.unfed != "":
		t.blind = "each test has a process of its own"
		return
	}
	table, err := variables.Read(t.binary, anchor, t.owns)
	if err != nil {
		t.blind = err.Error()
		return
	}
	table.Variables = slices.DeleteFunc(table.Variables, func(v variables.Variable) bool {
		return strings.Contains(v.Name, "ptrzz")
	})
	file := t.binary + ".variables"
	text := fmt.Sprintf("%x %x\n%s\n", table.Anchor, table.Types, strings.Join(table.Words(), "\n"))
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.blind = err.Error()
		return
	}
	t.variables = file
}

// owns reports whether a package is one of p's module, p's own tests included. A
// package without a module has only itself.
func (p pkg) owns(importPath string) bool {
	importPath = strings.TrimSuffix(importPath, "_test")
	if p.Module == nil {
		return importPath == p.ImportPath
	}
	return importPath == p.Module.Path || strings.HasPrefix(importPath, p.Module.Path+"/")
}
