package filewatch_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/ptr-project/ptr/internal/filewatch"
)

// All that is done to a file is seen, however soon the watch ends then, and nothing of what
// tools keep beside tests.
func TestWhatIsDoneToFilesIsSeen(t *testing.T) {
	tree, folder := t.TempDir(), t.TempDir()
	for _, dir := range []string{filepath.Join(tree, "testdata", "deep"), filepath.Join(tree, ".git"), filepath.Join(tree, "__pycache__"), filepath.Join(folder, "below")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	old := filepath.Join(tree, "testdata", "old")
	if err := os.WriteFile(old, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	w, err := filewatch.Start([]string{tree}, []string{folder, filepath.Join(tree, "is not there")})
	if err != nil {
		t.Fatal(err)
	}
	made := filepath.Join(tree, "testdata", "deep", "data.db")
	for _, path := range []string{made, filepath.Join(folder, "app.lock"), filepath.Join(tree, ".git", "index"), filepath.Join(tree, "__pycache__", "a.pyc"), filepath.Join(folder, "below", "unseen")} {
		if err := os.WriteFile(path, []byte("something"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(made); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(old, filepath.Join(tree, "new")); err != nil {
		t.Fatal(err)
	}
	seen, err := w.Stop()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]filewatch.Deed{
		made:                              {filewatch.Made, filewatch.Written, filewatch.Removed},
		filepath.Join(folder, "app.lock"): {filewatch.Made, filewatch.Written},
		old:                               {filewatch.Renamed},
		filepath.Join(tree, "new"):        {filewatch.Made},
	}
	if !reflect.DeepEqual(seen, want) {
		t.Errorf("it saw %v, want %v", seen, want)
	}
}
