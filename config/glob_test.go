package config

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGlob(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "odd [a]* name?")
	for _, name := range []string{
		"a.sql", "b.sql", "c.txt", "m/10.sql", "m/2.sql", "m/n/o/deep.sql", "m/.hidden/x.sql", "m/[1].sql", "é ü/x.sql", "dir.sql/y",
	} {
		write(t, dir, name, "")
	}
	cases := map[string][]string{
		"*.sql":           {"a.sql", "b.sql"},
		"a.sql":           {"a.sql"},
		"./m/../b.sql":    {"b.sql"},
		"m/*.sql":         {"m/10.sql", "m/2.sql", "m/[1].sql"},
		"m/[1].sql":       {"m/[1].sql"},
		"m/[0-9].sql":     {"m/2.sql"},
		"**/*.sql":        {"a.sql", "b.sql", "m/10.sql", "m/2.sql", "m/[1].sql", "m/n/o/deep.sql", "é ü/x.sql"},
		"m/**/deep.sql":   {"m/n/o/deep.sql"},
		"**/o/**/*.sql":   {"m/n/o/deep.sql"},
		"m/.hidden/*":     {"m/.hidden/x.sql"},
		"?/./../[ab].sql": {"a.sql", "b.sql"},
		"* */x.sql":       {"é ü/x.sql"},
		"none/*":          {},
		"c.txt/*":         {},
		"m":               {},
		"**":              {"a.sql", "b.sql", "c.txt"},
	}
	for pattern, want := range cases {
		for i, name := range want {
			want[i] = filepath.Join(dir, filepath.FromSlash(name))
		}
		got, err := glob(dir, pattern)
		if err != nil {
			t.Errorf("glob(%q): %v", pattern, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("glob(%q) (-want +got):\n%s", pattern, diff)
		}
	}
}

func TestGlobTakesAbsolutePatterns(t *testing.T) {
	dir := t.TempDir()
	want := write(t, dir, "m/a.sql", "")
	got, err := glob(t.TempDir(), filepath.ToSlash(dir)+"/*/a.sql")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{want}, got); diff != "" {
		t.Error(diff)
	}
}
