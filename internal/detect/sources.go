package detect

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"path/filepath"
	"reflect"
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
func readSources(dir string, files []string) (variables []variable, testMains []string, mysql mysqlForm) {
	byName := map[string]variable{}
	all, known := map[string]*pkg{}, wrappers{}
	for folder, sources := range byFolder(files) {
		p := &pkg{constants: map[string]string{}}
		for _, file := range sources {
			p.parse(filepath.Join(dir, filepath.FromSlash(file)), file, known)
		}
		all[folder] = p
	}
	for folder, p := range all {
		mysql = mysql.or(p.mysql)
		for _, v := range p.variables(known) {
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
	return variables, testMains, mysql
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
	calls     []call
	tags      []variable // of fields that libraries fill from the environment
	testMain  bool
	mysql     mysqlForm
}

// A call is one in a file.
type call struct {
	*ast.CallExpr
	file string
}

func (p *pkg) parse(path, name string, known wrappers) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		return
	}
	ast.Inspect(file, func(n ast.Node) bool {
		known.add(n)
		switch n := n.(type) {
		case *ast.ValueSpec:
			p.constant(n)
		case *ast.FuncDecl:
			p.testMain = p.testMain || n.Recv == nil && n.Name.Name == "TestMain" && strings.HasSuffix(name, "_test.go")
		case *ast.CallExpr:
			p.calls = append(p.calls, call{n, name})
		case *ast.Field:
			p.tagged(n, name)
		case *ast.BasicLit:
			if text, ok := literal(n); ok {
				p.mysql.see(text)
			}
		}
		return true
	})
}

// tagged keeps the variable that a field's tag names, as libraries such as envconfig read
// them.
func (p *pkg) tagged(field *ast.Field, file string) {
	if field.Tag == nil {
		return
	}
	text, _ := literal(field.Tag)
	for _, key := range []string{"env", "envconfig"} {
		if name, _, _ := strings.Cut(reflect.StructTag(text).Get(key), ","); name != "" {
			p.tags = append(p.tags, variable{name, file})
		}
	}
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

// variables are those that p reads by literal names or constants, itself or by funcs that
// are known to.
func (p *pkg) variables(known wrappers) []variable {
	found := slices.Clone(p.tags)
	for _, c := range p.calls {
		argument := known.argument(c.CallExpr)
		if isLookup(c.CallExpr) {
			argument = c.Args[0]
		}
		name, ok := literal(argument)
		if x, isIdent := argument.(*ast.Ident); isIdent {
			name, ok = p.constants[x.Name], true
		}
		if ok {
			found = append(found, variable{name, c.file})
		}
	}
	proper := regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	return slices.DeleteFunc(found, func(v variable) bool { return !proper.MatchString(v.name) })
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
