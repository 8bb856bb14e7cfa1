package folder_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/internal/folder"
	"github.com/ptr-project/ptr/suite"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
}

// changes are what a watch says, in words.
func changes(t *testing.T, w *folder.Watch) []string {
	t.Helper()
	all, err := w.Changes()
	if err != nil {
		t.Fatal(err)
	}
	said := []string{}
	for _, c := range all {
		said = append(said, c.String())
	}
	return said
}

func TestFilesThatCameChangedAndWentAreNamed(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "old", "a"), "one")
	write(t, filepath.Join(dir, "gone"), "")
	w, err := folder.Open(dir, "$TMPDIR")
	if err != nil {
		t.Fatal(err)
	}
	if got := changes(t, w); len(got) > 0 {
		t.Errorf("of nothing it says %q", got)
	}
	write(t, filepath.Join(dir, "old", "a"), "two")
	write(t, filepath.Join(dir, "new"), strings.Repeat("x", 100))
	if err := os.Remove(filepath.Join(dir, "gone")); err != nil {
		t.Fatal(err)
	}
	want := []string{`file $TMPDIR/gone: deleted an empty file`, `file $TMPDIR/new: new 100 bytes`, `file $TMPDIR/old/a: "one" -> "two"`}
	if diff := cmp.Diff(want, changes(t, w)); diff != "" {
		t.Error(diff)
	}
	if got := changes(t, w); len(got) > 0 {
		t.Errorf("it says again %q", got)
	}
}

func TestFilesArePutBackAlone(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "sub", "a"), filepath.Join(dir, "b")
	write(t, a, "one")
	w, err := folder.Open(dir, "$TMPDIR")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Dir(a)); err != nil {
		t.Fatal(err)
	}
	write(t, b, "mine")
	for _, name := range []string{"$TMPDIR/sub/a", "$TMPDIR/b"} {
		if err := w.PutBack(name); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := os.ReadFile(a); string(text) != "one" {
		t.Error(string(text), err)
	}
	if _, err := os.Stat(b); !os.IsNotExist(err) {
		t.Error("what is new has stayed:", err)
	}
}

func TestALargeFileIsSeenAndNotPutBack(t *testing.T) {
	dir := t.TempDir()
	large := filepath.Join(dir, "large")
	write(t, large, strings.Repeat("x", 2<<20))
	w, err := folder.Open(dir, "$TMPDIR")
	if err != nil {
		t.Fatal(err)
	}
	write(t, large, "small")
	if got, want := changes(t, w), []string{`file $TMPDIR/large: 2097152 bytes -> "small"`}; !cmp.Equal(got, want) {
		t.Errorf("it says %q", got)
	}
	if err := w.PutBack("$TMPDIR/large"); !errors.Is(err, suite.ErrNotPutBack) {
		t.Error(err)
	}
}
