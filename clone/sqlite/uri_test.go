package sqlite

import (
	"net/url"
	"testing"

	"pgregory.net/rapid"
)

func TestURI(t *testing.T) {
	tests := map[string]struct{ path, want string }{
		"plain":          {"/srv/shop.db", "file:///srv/shop.db"},
		"a drive":        {"C:/shop/a.db", "file:///C:/shop/a.db"},
		"what cuts":      {"/a?b#c%d.db", "file:///a%3Fb%23c%25d.db"},
		"spaces, quotes": {`/it's "a" b`, "file:///it%27s%20%22a%22%20b"},
		"not ASCII":      {"/größe", "file:///gr%C3%B6%C3%9Fe"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := uri(tt.path); got != tt.want {
				t.Errorf("uri(%q) = %q, want %q", tt.path, got, tt.want)
			}
		})
	}
}

func TestEveryPathComesBackFromItsURI(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		path := "/" + rapid.StringMatching(`[^\x00\\]*`).Draw(t, "path")
		parsed, err := url.Parse(uri(path))
		if err != nil || parsed.Path != path || parsed.RawQuery != "" || parsed.Fragment != "" {
			t.Errorf("uri(%q) = %q is parsed as %+v, %v", path, uri(path), parsed, err)
		}
	})
}
