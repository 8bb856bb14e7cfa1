package scratch_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/internal/scratch"
)

func TestFreeSpaceIsThatOfTheStoragesRoot(t *testing.T) {
	r := scratch.Roots{Disk: t.TempDir(), Memory: filepath.Join(t.TempDir(), "missing")}
	if free, err := r.Free(scratch.Disk); err != nil || free == 0 {
		t.Errorf("Free(Disk) = %d, %v, want some", free, err)
	}
	if free, err := r.Free(scratch.Memory); err == nil || !strings.Contains(err.Error(), r.Memory) {
		t.Errorf("Free(Memory) = %d, %v, want an error that names %s", free, err, r.Memory)
	}
	r.Memory = ""
	if free, err := r.Free(scratch.Memory); err != nil || free == 0 {
		t.Errorf("Free(Memory) = %d, %v without such a root, want the disk's", free, err)
	}
}

func TestTheSystemsRootsAreFolders(t *testing.T) {
	r := scratch.SystemRoots()
	for _, dir := range []string{r.Disk, r.Memory} {
		if dir == "" {
			continue // no memory-backed storage here
		}
		if info, err := os.Stat(dir); err != nil || !info.IsDir() || !filepath.IsAbs(dir) {
			t.Errorf("%q is not the absolute path of a folder: %v", dir, err)
		}
	}
}
