package gotest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"

	"github.com/ptr-project/ptr/suite"
)

// A declaration is what a test's source tells before it runs.
type declaration struct {
	kind     suite.Kind
	file     string
	line     int
	parallel bool // its body calls Parallel on something
}

// declarations are those of p's tests, by name. Files that can't be parsed have
// none: these are hints.
func declarations(p pkg) map[string]declaration {
	all := map[string]declaration{}
	for _, list := range [][]string{p.TestGoFiles, p.XTestGoFiles} {
		for _, name := range list {
			file := filepath.Join(p.Dir, name)
			files := token.NewFileSet()
			tree, err := parser.ParseFile(files, file, nil, parser.SkipObjectResolution)
			if err != nil {
				continue
			}
			for _, d := range tree.Decls {
				if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && kindOf(f.Name.Name) != "" {
					all[numbered(f.Name.Name, all)] = declaration{
						kindOf(f.Name.Name), file, files.Position(f.Pos()).Line, callsParallel(f),
					}
				}
			}
		}
	}
	return all
}

func kindOf(name string) suite.Kind {
	switch {
	case strings.HasPrefix(name, "Test") && name != "TestMain":
		return suite.KindTest
	case strings.HasPrefix(name, "Fuzz"):
		return suite.KindFuzz
	case strings.HasPrefix(name, "Example"):
		return suite.KindExample
	}
	return ""
}

// callsParallel looks at the statements of f itself, not at those of functions
// within, which are mostly subtests.
func callsParallel(f *ast.FuncDecl) bool {
	if f.Body == nil {
		return false
	}
	for _, statement := range f.Body.List {
		expression, ok := statement.(*ast.ExprStmt)
		if !ok {
			continue
		}
		if call, ok := expression.X.(*ast.CallExpr); ok {
			if method, ok := call.Fun.(*ast.SelectorExpr); ok && method.Sel.Name == "Parallel" {
				return true
			}
		}
	}
	return false
}
