package clone_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/clone"
)

func TestATemplateStaysForAsLongAsWhatNeedsItIsThere(t *testing.T) {
	s, needs := clone.Store{Dir: t.TempDir()}, []string{t.TempDir(), filepath.Join(t.TempDir(), "it's 100% größe?")}
	if err := os.Mkdir(needs[1], 0o700); err != nil {
		t.Fatal(err)
	}
	template, err := s.Ensure(t.Context(), &counter{}, of(clone.Source{Alias: "pinned"}))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range needs {
		if err := template.Pin(path); err != nil {
			t.Fatal(err)
		}
	}
	if err := template.Release(); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Dir(template.Path)
	for i, want := range []clone.Pruned{{InUse: []string{dir}}, {InUse: []string{dir}}, {Removed: []string{dir}, Freed: template.Size}} {
		got, err := s.Prune(0)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("with %d of %d needs gone, Prune (-want +got):\n%s", i, len(needs), diff)
		}
		if i < len(needs) {
			if err := os.RemoveAll(needs[i]); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestAPinnedTemplateOutlivesOneThatIsMadeAnew(t *testing.T) {
	s, b := clone.Store{Dir: t.TempDir()}, &counter{}
	request := of(clone.Source{Alias: "pinned"})
	old, _ := ensure(t, s, b, request)
	if err := old.Pin(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	if err := old.Release(); err != nil {
		t.Fatal(err)
	}
	request.Fresh = true
	for range 2 { // the second finds the first outdated
		ensure(t, s, b, request)
	}
	if _, err := os.Stat(old.Path); err != nil {
		t.Error(err)
	}
}
