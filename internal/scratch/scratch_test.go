package scratch_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/ptr-project/ptr/internal/scratch"
)

// roots are two of the test's own, so that nobody else's folders are touched.
func roots(t *testing.T) scratch.Roots {
	t.Helper()
	r := scratch.Roots{Disk: filepath.Join(t.TempDir(), "disk"), Memory: filepath.Join(t.TempDir(), "memory")}
	for _, dir := range []string{r.Disk, r.Memory} {
		if err := os.Mkdir(dir, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func open(t *testing.T, r scratch.Roots) *scratch.Area {
	t.Helper()
	a, err := scratch.Open(r, "3f2")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

func folder(t *testing.T, a *scratch.Area, s scratch.Storage, name string) string {
	t.Helper()
	path, err := a.Folder(s, name)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFoldersArePrivateAndGoWithTheArea(t *testing.T) {
	r := roots(t)
	a := open(t, r)
	for _, s := range []scratch.Storage{scratch.Disk, scratch.Memory} {
		path := folder(t, a, s, "w1")
		for _, dir := range []string{path, filepath.Dir(path)} {
			info, err := os.Lstat(dir)
			if err != nil {
				t.Fatal(err)
			}
			if info.Mode() != os.ModeDir|0o700 {
				t.Errorf("mode of %s is %v, want drwx------", dir, info.Mode())
			}
		}
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	wantNothingLeft(t, r)
}

func wantNothingLeft(t *testing.T, r scratch.Roots) {
	t.Helper()
	for _, dir := range []string{r.Disk, r.Memory} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			t.Errorf("left behind: %s", filepath.Join(dir, entry.Name()))
		}
	}
}
