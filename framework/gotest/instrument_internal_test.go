package gotest

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sqlGo is the toolchain's own database/sql/sql.go.
func sqlGo(t *testing.T) []byte {
	t.Helper()
	tool, err := Options{GoCommand: "go"}.toolchain(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile(filepath.Join(tool.GOROOT, "src", "database", "sql", "sql.go"))
	if err != nil {
		t.Fatal(err)
	}
	return source
}

func TestInstrumentGivesEachMethodThatHasAStandInAnotherName(t *testing.T) {
	source := sqlGo(t)
	methods, err := feed.ReadFile(sqlMethods)
	if err != nil {
		t.Fatal(err)
	}
	changed, err := instrument(source, methods)
	if err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{
		"DB) ptrzzExecDC", "DB) ptrzzQueryDC", "DB) ptrzzPrepareDC", "DB) ptrzzBeginDC", "Stmt) ptrzzExecContext",
		"Stmt) ptrzzQueryContext", "Tx) ptrzzCommit", "Tx) ptrzzRollback", "Rows) ptrzzNext", "Rows) ptrzzClose",
	} {
		if !bytes.Contains(changed, []byte(method+"(")) {
			t.Errorf("nothing declares %s", method)
		}
	}
	if got, want := bytes.Count(changed, []byte("\n")), bytes.Count(source, []byte("\n")); got != want {
		t.Errorf("it has %d lines, and had %d: stack traces would be wrong", got, want)
	}
}

func TestInstrumentRefusesWhatItWasNotMadeFor(t *testing.T) {
	source := sqlGo(t)
	methods, err := feed.ReadFile(sqlMethods)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct{ old, new string }{
		"another parameter": {"args []any) (*Rows, error) {", "args ...any) (*Rows, error) {"},
		"another name":      {"func (rs *Rows) close(", "func (rs *Rows) finish("},
		"no such type":      {"type Rows struct {", "type Rows interface {"},
		"nothing":           {string(source), ""},
	} {
		t.Run(name, func(t *testing.T) {
			altered := bytes.ReplaceAll(source, []byte(tt.old), []byte(tt.new))
			if _, err := instrument(altered, methods); err == nil || !strings.Contains(err.Error(), "not once") {
				t.Errorf("got error %v, want one that names a line", err)
			}
		})
	}
}

func TestPackageTestingIsLeftAloneIfItIsAnother(t *testing.T) {
	f := &Framework{tool: toolchain{GOROOT: t.TempDir()}}
	home := f.tool.home("testing")
	if err := os.MkdirAll(home, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, p := range patches {
		var source bytes.Buffer
		for _, l := range p.lines {
			source.WriteString("\n" + l[0] + "\n")
		}
		if err := os.WriteFile(filepath.Join(home, p.file), source.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got := f.stepAside(t.TempDir()); len(got) != 3 {
		t.Fatalf("of a package as expected %d files are replaced, want 3: %v", len(got), got)
	}
	for _, p := range patches {
		for _, l := range p.lines {
			file := filepath.Join(home, p.file)
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, bytes.ReplaceAll(source, []byte(l[0]), []byte("other")), 0o644); err != nil {
				t.Fatal(err)
			}
			if got := f.stepAside(t.TempDir()); got != nil {
				t.Errorf("without the line %q in %s these are replaced: %v", l[0], p.file, got)
			}
			if err := os.WriteFile(file, source, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestWhereTheToolchainDoesNotFitNothingIsHeardAndThatIsSaid(t *testing.T) {
	goroot := t.TempDir()
	home := filepath.Join(goroot, "src", "database", "sql")
	if err := os.MkdirAll(home, 0o755); err != nil {
		t.Fatal(err)
	}
	altered := bytes.ReplaceAll(sqlGo(t), []byte("queryDC("), []byte("queryOn("))
	if err := os.WriteFile(filepath.Join(home, "sql.go"), altered, 0o644); err != nil {
		t.Fatal(err)
	}
	f := &Framework{
		o:    Options{Dir: filepath.Join("testdata", "zoo"), GoCommand: "go", DebugSQL: true},
		tool: toolchain{GOROOT: goroot, GOVERSION: "go9.9"},
	}
	packages, err := f.o.packages(t.Context(), []string{"./ledger"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := f.listen(t.Context(), t.TempDir(), packages)
	if err != nil || got.replace != nil || got.users != nil {
		t.Fatalf("listen = %v, %v, want nothing to replace", got, err)
	}
	if want := "package database/sql of go9.9: sql.go has 0 times the line \"func (db *DB) queryDC("; !strings.HasPrefix(got.deaf, want) {
		t.Errorf("it says %q, want %q…", got.deaf, want)
	}
}
