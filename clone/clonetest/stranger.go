package clonetest

import (
	"os"
	"path/filepath"
	"testing"
)

// Closed fails t if anybody but this user, and those whom that may become, can reach
// the file at path: no folder above it keeps them out.
func Closed(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&0o077 == 0 {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Errorf("no folder above %s keeps others out", path)
			return
		}
	}
	if err := asSomebodyElse(t, path); err == nil {
		t.Errorf("another user sees %s", path)
	}
}
