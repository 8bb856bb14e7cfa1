package gotest

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/internal/filelock"
)

func TestVariantsThatWereNotBuiltForLongAreRemoved(t *testing.T) {
	dir, now := t.TempDir(), time.Now()
	for name, age := range map[string]time.Duration{"old": 3 * unused, "locked": 3 * unused, "new": 0} {
		lock := filepath.Join(dir, name, lockName)
		if err := os.MkdirAll(filepath.Join(dir, name, "bin", "x"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(lock, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(lock, now, now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "none of ours"), 0o755); err != nil {
		t.Fatal(err)
	}
	l, err := filelock.Take(filepath.Join(dir, "locked", lockName))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Unlock()
	if err := pruneVariants(dir, now.Add(-unused)); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if diff := cmp.Diff([]string{"locked", "new", "none of ours"}, left); diff != "" {
		t.Error(diff)
	}
}
