package gotest

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAlterationsFitTheToolchainAndMoveNoLine(t *testing.T) {
	tool, err := Options{GoCommand: "go"}.toolchain(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range alterations() {
		files, err := a.files(tool.home(a.importPath), nil)
		if err != nil {
			t.Errorf("%s: %v", a.importPath, err)
			continue
		}
		for _, c := range a.changes {
			was, err := os.ReadFile(filepath.Join(tool.home(a.importPath), c.file))
			if err != nil {
				t.Fatal(err)
			}
			if got, want := bytes.Count(files[c.file], []byte("\n")), bytes.Count(was, []byte("\n")); got != want {
				t.Errorf("%s/%s has %d lines, and had %d: stack traces would be wrong", a.importPath, c.file, got, want)
			}
			if !bytes.Contains(files[c.file], []byte(c.to)) {
				t.Errorf("%s/%s has no line %q", a.importPath, c.file, c.to)
			}
		}
	}
}

func TestAnAlterationIsNotMadeToWhatItWasNotMadeFor(t *testing.T) {
	for _, a := range alterations() {
		home := t.TempDir()
		for _, c := range a.changes {
			if err := os.WriteFile(filepath.Join(home, c.file), []byte("package other\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := a.files(home, nil); err == nil || !strings.Contains(err.Error(), "not once") {
			t.Errorf("%s: error %v, want one that names a line", a.importPath, err)
		}
	}
}
