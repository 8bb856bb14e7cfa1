package postgres_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/clone/postgres"
)

func TestConformanceByReflinks(t *testing.T) {
	clonetest.OnReflinks(t)
	clonetest.RunOnly(t, subject(), "reflink")
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
