package detect

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A variable is one of the environment that a program reads.
type variable struct {
	name string
	file string // where it is read first
}

// readSources looks for environment variables that lead to databases, and for
// folders with a TestMain. What does not parse is left out.
func readSources(dir string, files []string) (variables []variable, testMains []string) {
	byName := map[string]variable{}
	for folder, sources := range byFolder(files) {
		p := pkg{constants: map[string]string{}}
		for _, file := range sources {
			p.parse(filepath.Join(dir, filepath.FromSlash(file)), file)
		}
		for _, v := range p.variables() {
			if old, ok := byName[v.name]; looksLikeDatabase(v.name) && (!ok || v.file < old.file) {
				byName[v.name] = v
			}
		}
		if p.testMain {
			testMains = append(testMains, folder)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		variables = append(variables, byName[name])
	}
	slices.Sort(testMains)
	return variables, testMains
}

func byFolder(files []string) map[string][]string {
	folders := map[string][]string{}
	for _, file := range files {
		folders[path.Dir(file)] = append(folders[path.Dir(file)], file)
	}
	return folders
}

// A pkg is what matters of the sources of one folder.
type pkg struct {
	constants map[string]string // of type string, by name
	reads     []read
	testMain  bool
}

// A read is a call of os.Getenv or os.LookupEnv.
type read struct {
	argument ast.Expr
	file     string
}

func (p *pkg) parse(path, name string) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		return
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ValueSpec:
			p.constant(n)
		case *ast.FuncDecl:
			p.testMain = p.testMain || n.Recv == nil && n.Name.Name == "TestMain" && strings.HasSuffix(name, "_test.go")
		case *ast.CallExpr:
			if isLookup(n) {
				p.reads = append(p.reads, read{n.Args[0], name})
			}
		}
		return true
	})
}

// constant keeps constants, and variables that are given texts.
func (p *pkg) constant(spec *ast.ValueSpec) {
	for i, name := range spec.Names {
		if i < len(spec.Values) {
			if text, ok := literal(spec.Values[i]); ok {
				p.constants[name.Name] = text
			}
		}
	}
}

func isLookup(call *ast.CallExpr) bool {
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) != 1 || f.Sel.Name != "Getenv" && f.Sel.Name != "LookupEnv" {
		return false
	}
	x, ok := f.X.(*ast.Ident)
	return ok && (x.Name == "os" || x.Name == "syscall")
}

// variables are those that p reads by literal names or constants.
func (p *pkg) variables() []variable {
	var found []variable
	for _, r := range p.reads {
		name, ok := literal(r.argument)
		if x, isIdent := r.argument.(*ast.Ident); isIdent {
			name, ok = p.constants[x.Name], true
		}
		if ok && regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`).MatchString(name) {
			found = append(found, variable{name, r.file})
		}
	}
	return found
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// words are the parts of a name, in lower case.
func words(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune("_-. ", r) })
}
