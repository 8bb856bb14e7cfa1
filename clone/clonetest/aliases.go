package clonetest

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/server"
)

// CloneOf makes a clone, by the strategy that b likes best, of a template that has a
// database of each alias, which script has filled. H is where b's servers run.
func CloneOf(t testing.TB, h *server.Host, b clone.Backend, script string, aliases ...string) clone.Clone {
	t.Helper()
	_, c := CloneAndTemplate(t, h, b, script, aliases...)
	return c
}

// CloneAndTemplate is CloneOf for who needs the template, too.
func CloneAndTemplate(t testing.TB, h *server.Host, b clone.Backend, script string, aliases ...string) (clone.Template, clone.Clone) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "schema.sql")
	if err := os.WriteFile(file, []byte(script), 0o644); err != nil {
		t.Fatal(err)
	}
	var sources []clone.Source
	for _, alias := range aliases {
		sources = append(sources, clone.Source{Alias: alias, SQL: []string{file}})
	}
	template, err := clone.Store{Dir: t.TempDir()}.Ensure(t.Context(), b, clone.Request{Sources: sources})
	if err != nil {
		t.Fatal(err)
	}
	dir, err := h.Folder()
	if err != nil {
		t.Fatal(err)
	}
	strategies, _ := b.Strategies(template)
	c, err := strategies[0].Clone(t.Context(), template, dir, "only")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := strategies[0].Drop(t.Context(), c); err != nil {
			t.Error(err)
		}
		if err := os.Remove(dir); err != nil {
			t.Error(err)
		}
	})
	return template, c
}

// Answer is what a query of one value returns.
func Answer(t *testing.T, driver, dsn, query string) string {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var value string
	if err := db.QueryRowContext(t.Context(), query).Scan(&value); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return value
}
