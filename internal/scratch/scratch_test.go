package scratch_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"github.com/ptr-project/ptr/internal/process"
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

func sweep(t *testing.T, r scratch.Roots, now time.Time) scratch.Swept {
	t.Helper()
	swept, err := scratch.Sweep(r, now)
	if err != nil {
		t.Fatal(err)
	}
	return swept
}

func wantNothingLeft(t *testing.T, r scratch.Roots) {
	t.Helper()
	for _, path := range left(t, r) {
		t.Errorf("left behind: %s", path)
	}
}

// left is all that is in the roots.
func left(t *testing.T, r scratch.Roots) []string {
	t.Helper()
	var paths []string
	for _, dir := range []string{r.Disk, r.Memory} {
		if dir == "" {
			continue
		}
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			paths = append(paths, filepath.Join(dir, entry.Name()))
		}
	}
	return paths
}

func TestFolderTakesPlainNamesOnce(t *testing.T) {
	a := open(t, roots(t))
	folder(t, a, scratch.Disk, "w1")
	for _, name := range []string{"", ".", "..", "a/b", `a\b`, "/a", ".lock", ".journal", "w1"} {
		if path, err := a.Folder(scratch.Disk, name); err == nil {
			t.Errorf("Folder(%q) = %q, want an error", name, path)
		}
	}
}

func TestWithoutMemoryEverythingIsOnDisk(t *testing.T) {
	r := roots(t)
	a := open(t, scratch.Roots{Disk: r.Disk})
	path := folder(t, a, scratch.Memory, "w1")
	if got := filepath.Dir(filepath.Dir(path)); got != r.Disk {
		t.Errorf("folder is in %s, want %s", got, r.Disk)
	}
}

func TestOpenNamesARootThatIsNotThere(t *testing.T) {
	r := roots(t)
	r.Memory = filepath.Join(r.Disk, "missing")
	_, err := scratch.Open(r, "3f2")
	if err == nil || !strings.Contains(err.Error(), r.Memory) {
		t.Errorf("Open = %v, want an error that names %s", err, r.Memory)
	}
	r.Memory = ""
	wantNothingLeft(t, r)
}

func TestTwoRunsAtOnce(t *testing.T) {
	r := roots(t)
	one, two := open(t, r), open(t, r)
	folder(t, one, scratch.Disk, "w1")
	path := folder(t, two, scratch.Disk, "w1")
	if err := one.Close(); err != nil {
		t.Fatal(err)
	}
	swept := sweep(t, r, time.Now())
	self, err := process.MarkOf(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	want := scratch.Swept{Live: []scratch.Live{
		{Path: filepath.Dir(path), Run: "3f2", Owner: self},
		{Path: filepath.Dir(folder(t, two, scratch.Memory, "w1")), Run: "3f2", Owner: self},
	}}
	if diff := cmp.Diff(want, swept); diff != "" {
		t.Errorf("Sweep beside a live run (-want +got):\n%s", diff)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

// A sweep must not take a run that is just beginning for a dead one.
func TestRunsBeginWhileOthersSweep(t *testing.T) {
	r := roots(t)
	done := make(chan struct{})
	var sweepers, runs errgroup.Group
	for range 2 {
		sweepers.Go(func() error {
			for {
				select {
				case <-done:
					return nil
				default:
				}
				if _, err := scratch.Sweep(r, time.Now()); err != nil {
					return err
				}
			}
		})
	}
	for range 4 {
		runs.Go(func() error {
			for range 25 {
				if err := shortRun(r); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := runs.Wait(); err != nil {
		t.Error(err)
	}
	close(done)
	if err := sweepers.Wait(); err != nil {
		t.Error(err)
	}
	wantNothingLeft(t, r)
}

func shortRun(r scratch.Roots) error {
	a, err := scratch.Open(r, "short")
	if err != nil {
		return err
	}
	path, err := a.Folder(scratch.Disk, "w1")
	if err == nil {
		err = os.WriteFile(filepath.Join(path, "clone.db"), []byte("rows"), 0o600)
	}
	return errors.Join(err, a.Close())
}
