package scratch_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/internal/process"
	"github.com/ptr-project/ptr/internal/scratch"
)

// putBy keeps a folder called kept of a run that ends, until a time long past.
func putBy(t *testing.T, r scratch.Roots) string {
	t.Helper()
	a := open(t, r)
	path := folder(t, a, scratch.Disk, "kept")
	if err := a.Keep(path, time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhatIsUsedDoesNotExpire(t *testing.T) {
	r := roots(t)
	path := putBy(t, r)
	u, err := scratch.UseKept(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := scratch.UseKept(path); !errors.Is(err, scratch.ErrInUse) {
		t.Errorf("a second UseKept: %v, want %v", err, scratch.ErrInUse)
	}
	self, err := process.MarkOf(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	want := scratch.Swept{Live: []scratch.Live{{Path: filepath.Dir(path), Run: "3f2", Owner: self}}}
	if diff := cmp.Diff(want, sweep(t, r, time.Now())); diff != "" {
		t.Errorf("Sweep while it is used (-want +got):\n%s", diff)
	}
	if err := u.Close(); err != nil {
		t.Fatal(err)
	}
	if again, err := scratch.UseKept(path); err != nil {
		t.Errorf("UseKept after Close: %v", err)
	} else if err := again.Close(); err != nil {
		t.Error(err)
	}
	want = scratch.Swept{Removed: []string{filepath.Dir(path)}}
	if diff := cmp.Diff(want, sweep(t, r, time.Now())); diff != "" {
		t.Errorf("Sweep after that (-want +got):\n%s", diff)
	}
	wantNothingLeft(t, r)
}

func TestOnlyWhatIsKeptCanBeUsed(t *testing.T) {
	r := roots(t)
	path := putBy(t, r)
	for _, wrong := range []string{filepath.Join(filepath.Dir(path), "other"), filepath.Join(r.Disk, "other", "kept"), filepath.Join(filepath.Dir(path), ".lock")} {
		if _, err := scratch.UseKept(wrong); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("UseKept(%q): %v, want %v", wrong, err, fs.ErrNotExist)
		}
	}
	if _, err := scratch.UseKept(filepath.Join(t.TempDir(), "kept")); err == nil {
		t.Error("a folder of somebody else's can be used")
	}
	live := folder(t, open(t, r), scratch.Disk, "w1")
	if _, err := scratch.UseKept(live); !errors.Is(err, scratch.ErrInUse) {
		t.Errorf("UseKept of a live run's: %v, want %v", err, scratch.ErrInUse)
	}
}
