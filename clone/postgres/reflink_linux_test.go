package postgres_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/clone/postgres"
)

func TestConformanceByReflinks(t *testing.T) {
	clonetest.OnReflinks(t)
	clonetest.RunOnly(t, subject(), "reflink")
}

// That blocks are shared, and not copied, is seen by what is free on the file system.
func TestAServerClonesFilesByReflinks(t *testing.T) {
	if major() < 18 {
		t.Skip("PostgreSQL came to have file_copy_method = clone with 18")
	}
	clonetest.OnReflinks(t)
	clonetest.RunOnly(t, subject(), "file_copy_clone")
	const size = 50 << 20
	fill := fmt.Sprintf("CREATE TABLE big(x text STORAGE PLAIN); INSERT INTO big SELECT repeat('x', 8000) FROM generate_series(1, %d);", size/8192)
	for strategy, shares := range map[string]bool{"file_copy_clone": true, "file_copy": false} {
		b := postgres.New(postgres.Options{Host: clonetest.Host(t, false), Cache: cache(t)})
		taken := takes(t, b, strategy, fill)
		if taken < size/4 != shares {
			t.Errorf("a clone by %s of %d bytes takes %d", strategy, size, taken)
		}
	}
}

// takes is what the second of two clones takes of the file system that temporary files
// are on.
func takes(t *testing.T, b clone.Backend, strategy, fill string) int64 {
	t.Helper()
	file := filepath.Join(t.TempDir(), "fill.sql")
	if err := os.WriteFile(file, []byte(fill), 0o644); err != nil {
		t.Fatal(err)
	}
	template, err := clone.Store{Dir: t.TempDir()}.Ensure(t.Context(), b, clone.Request{Sources: []clone.Source{{Alias: "default", SQL: []string{file}}}})
	if err != nil {
		t.Fatal(err)
	}
	all, _ := b.Strategies(template)
	s := all[slices.IndexFunc(all, func(s clone.Strategy) bool { return s.Name() == strategy })]
	var before int64
	for _, name := range []string{"first", "second"} {
		before = free(t)
		c, err := s.Clone(t.Context(), template, t.TempDir(), name)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Drop(context.Background(), c) })
	}
	return before - free(t)
}

// free is how many bytes are free where temporary files are, once all is written.
func free(t *testing.T) int64 {
	t.Helper()
	var stat unix.Statfs_t
	unix.Sync()
	if err := unix.Statfs(os.TempDir(), &stat); err != nil {
		t.Fatal(err)
	}
	return int64(stat.Bfree) * stat.Bsize
}

func TestWithoutOverlaysReflinksAreNextWhereTheyCanBeMade(t *testing.T) {
	elsewhere := t.TempDir()
	clonetest.OnReflinks(t)
	b := postgres.New(postgres.Options{Host: clonetest.Host(t, true), Cache: cache(t)})
	place, err := os.MkdirTemp("", "place")
	if err != nil {
		t.Fatal(err)
	}
	template := filepath.Join(place, "template")
	if err := os.WriteFile(template, []byte("blocks"), 0o600); err != nil {
		t.Fatal(err)
	}
	for where, want := range map[string]string{place: "reflink", elsewhere: "copy", "": "copy"} {
		strategies, why := b.Strategies(clone.Template{Path: template, Place: where})
		if got := strategies[0].Name(); got != want || !strings.Contains(why, "there are no overlays") {
			t.Errorf("with clones in %q, auto takes %s (%s), want %s", where, got, why, want)
		}
	}
}
