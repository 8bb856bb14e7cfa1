package config

import (
	"path/filepath"
	"testing"
)

func TestFind(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{
		"ptr.toml", "work/go.mod", "work/ptr.toml", "work/orders/x.go", "work/stock/ptr.toml", "work/stock/deep/x.go", "bare/go.mod",
	} {
		write(t, root, name, "")
	}
	cases := map[string]struct{ dir, want string }{
		"in the folder itself":           {"work/stock", "work/stock/ptr.toml"},
		"beside go.mod above":            {"work/orders", "work/ptr.toml"},
		"not in a folder in between":     {"work/stock/deep", "work/ptr.toml"},
		"not above the module":           {"bare", ""},
		"in the folder, without any mod": {".", "ptr.toml"},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			t.Chdir(root)
			got, err := Find(filepath.FromSlash(tt.dir))
			if err != nil || got != filepath.FromSlash(tt.want) {
				t.Errorf("Find(%q) = %q, %v, want %q", tt.dir, got, err, tt.want)
			}
			t.Chdir(tt.dir)
			got, err = Find(".")
			if err != nil || (got == "") != (tt.want == "") || got != "" && !same(t, got, filepath.Join(root, tt.want)) {
				t.Errorf("in %s: Find(.) = %q, %v, want %q", tt.dir, got, err, tt.want)
			}
		})
	}
}

func same(t *testing.T, a, b string) bool {
	t.Helper()
	a, err := filepath.Abs(a)
	if err != nil {
		t.Fatal(err)
	}
	return a == filepath.Clean(b)
}
