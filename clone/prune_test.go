package clone_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/clone"
)

// A kept template, made with an age and released unless in use.
func keep(t *testing.T, s clone.Store, alias string, age time.Duration, inUse bool) string {
	t.Helper()
	template, err := s.Ensure(t.Context(), &counter{}, of(clone.Source{Alias: alias}))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Dir(template.Path)
	used := time.Now().Add(-age)
	if err := os.Chtimes(filepath.Join(dir, "complete"), used, used); err != nil {
		t.Fatal(err)
	}
	if inUse {
		t.Cleanup(func() { template.Release() })
	} else if err := template.Release(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestPrune(t *testing.T) {
	const each = int64(len("made 1"))
	s := clone.Store{Dir: t.TempDir()}
	middle := keep(t, s, "middle", 2*time.Hour, false)
	latest := keep(t, s, "latest", time.Hour, false)
	oldest := keep(t, s, "oldest", 3*time.Hour, false)
	used := keep(t, s, "used", 4*time.Hour, true)
	steps := []struct {
		name  string
		limit int64
		want  clone.Pruned
	}{
		{"enough room", 4 * each, clone.Pruned{}},
		{"one too many", 4*each - 1, clone.Pruned{Removed: []string{oldest}, InUse: []string{used}, Freed: each}},
		{"room for one and what is in use", 2 * each, clone.Pruned{Removed: []string{middle}, InUse: []string{used}, Freed: each}},
		{"no room", 0, clone.Pruned{Removed: []string{latest}, InUse: []string{used}, Freed: each}},
	}
	for _, step := range steps {
		got, err := s.Prune(step.limit)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(step.want, got); diff != "" {
			t.Errorf("%s: Prune(%d) (-want +got):\n%s", step.name, step.limit, diff)
		}
	}
	left, err := os.ReadDir(s.Dir)
	if err != nil || len(left) != 1 {
		t.Errorf("left are %v, %v, want the one in use", left, err)
	}
}

func TestPruneRemovesWhatAKilledRunLeftHalfMade(t *testing.T) {
	s := clone.Store{Dir: t.TempDir()}
	half := keep(t, s, "half", 0, false)
	if err := os.Remove(filepath.Join(half, "complete")); err != nil {
		t.Fatal(err)
	}
	whole := keep(t, s, "whole", time.Hour, false)
	got, err := s.Prune(1 << 30)
	if err != nil {
		t.Fatal(err)
	}
	want := clone.Pruned{Removed: []string{half}, Freed: int64(len("made 1"))}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Prune (-want +got):\n%s", diff)
	}
	if _, err := os.Stat(whole); err != nil {
		t.Error(err)
	}
}

func TestPruneRemovesTheFolderOfAPruneThatWasKilled(t *testing.T) {
	s := clone.Store{Dir: t.TempDir()}
	dir := filepath.Dir(keep(t, s, "default", 0, false))
	for _, gone := range []string{"1", "lock"} {
		if err := os.RemoveAll(filepath.Join(dir, gone)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Prune(1 << 20); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the empty folder stays: %v", err)
	}
}

func TestPruneLeavesWhatIsJustBeingMade(t *testing.T) {
	s := clone.Store{Dir: t.TempDir()}
	b := &counter{filling: func() {
		if got, err := s.Prune(0); err != nil || len(got.Removed) > 0 {
			t.Errorf("Prune = %+v, %v, want nothing removed", got, err)
		}
	}}
	ensure(t, s, b, of(clone.Source{Alias: "default"}))
}

func TestPruneOfAStoreThatWasNeverUsed(t *testing.T) {
	got, err := clone.Store{Dir: filepath.Join(t.TempDir(), "none")}.Prune(0)
	if err != nil || len(got.Removed) > 0 {
		t.Errorf("Prune = %+v, %v", got, err)
	}
}
