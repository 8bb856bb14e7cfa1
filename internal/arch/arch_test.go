package arch

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const module = "github.com/ptr-project/ptr"

// The files of all platforms are read, tests excepted: those of a backend, for
// one, use the conformance suite beside it.
func TestPackagesImportLowerFloorsOnly(t *testing.T) {
	imports, err := moduleImports(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	if len(imports["suite"]) == 0 || len(imports["internal/process"]) == 0 {
		t.Fatalf("found no files of suite and internal/process, but %v", imports)
	}
	floors := ptrFloors()
	for importer, files := range imports {
		if _, ok := floors.Of(importer); !ok {
			t.Error(unassigned(importer))
			continue
		}
		for file, imported := range files {
			for _, pkg := range imported {
				if err := floors.Check(importer, pkg); err != nil {
					t.Errorf("%s: %v", file, err)
				}
			}
		}
	}
}

func TestCheck(t *testing.T) {
	floors := Floors{"suite": 0, "plan": 1, "stats": 1, "clone": 2, "run": 4}
	tests := map[string]struct{ importer, imported, want string }{
		"a lower floor":               {"run", "suite", ""},
		"an ancestor":                 {"clone/sqlite", "clone", ""},
		"a descendant":                {"clone", "clone/sqlite", ""},
		"a lower floor, further down": {"run", "clone/sqlite/pages", ""},
		"a sibling": {
			"plan", "stats",
			"plan (floor 1) imports stats (floor 1): a sibling on its own floor",
		},
		"a sibling below one roof": {
			"clone/sqlite", "clone/postgres",
			"clone/sqlite (floor 2) imports clone/postgres (floor 2): a sibling on its own floor",
		},
		"a name that merely begins alike": {
			"clone/sqlite", "clone/sql",
			"clone/sqlite (floor 2) imports clone/sql (floor 2): a sibling on its own floor",
		},
		"a higher floor": {
			"suite", "run",
			"suite (floor 0) imports run (floor 4): a higher floor",
		},
		"no floor": {
			"run", "internal/util",
			"internal/util is on no floor: add it to ptrFloors in internal/arch, and to docs/design.md",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := ""
			if err := floors.Check(tt.importer, tt.imported); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("Check(%s, %s) = %q, want %q", tt.importer, tt.imported, got, tt.want)
			}
		})
	}
}

// moduleImports lists the module's own packages that its packages import: by
// folder, then by file.
func moduleImports(root fs.FS) (map[string]map[string][]string, error) {
	imports := map[string]map[string][]string{}
	err := fs.WalkDir(root, ".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && isOutside(root, file):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go"):
			return nil
		}
		folder := path.Dir(file)
		if imports[folder] == nil {
			imports[folder] = map[string][]string{}
		}
		imports[folder][file], err = fileImports(root, file)
		return err
	})
	return imports, err
}

// isOutside reports whether the go command takes nothing below dir as part of
// the module.
func isOutside(root fs.FS, dir string) bool {
	if dir == "." {
		return false
	}
	if base := path.Base(dir); base == "testdata" || base[0] == '.' || base[0] == '_' {
		return true
	}
	_, err := fs.Stat(root, path.Join(dir, "go.mod"))
	return err == nil
}

func fileImports(root fs.FS, file string) ([]string, error) {
	source, err := fs.ReadFile(root, file)
	if err != nil {
		return nil, err
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, source, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var own []string
	for _, spec := range parsed.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		if folder, ok := strings.CutPrefix(name, module+"/"); ok {
			own = append(own, folder)
		}
	}
	return own, nil
}

func TestModuleImportsReadsWhatTheGoCommandReads(t *testing.T) {
	const source = "package p\nimport _ \"" + module + "/suite\"\nimport _ \"fmt\"\n"
	root := fstest.MapFS{}
	for _, file := range []string{
		"run/run.go", "run/run_windows.go", "run/run_test.go", "run/testdata/t.go", "run/README.md",
		".git/x.go", "_old/x.go", "examples/shop/shop.go", "examples/shop/go.mod",
	} {
		root[file] = &fstest.MapFile{Data: []byte(source)}
	}
	got, err := moduleImports(root)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string][]string{
		"run": {"run/run.go": {"suite"}, "run/run_windows.go": {"suite"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("moduleImports (-want +got):\n%s", diff)
	}
}
