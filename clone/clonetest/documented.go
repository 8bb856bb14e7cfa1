package clonetest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/clone"
)

// Documented tests that docs/strategies.md, two folders up, has a row for every
// strategy of the subject, which names all that it leaves out.
func Documented(t *testing.T, s Subject) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "strategies.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, servers, _ := strings.Cut(string(page), "\n## PostgreSQL, MariaDB and MySQL\n")
	strategies, _ := s.New(t).Strategies(clone.Template{})
	for _, s := range strategies {
		_, rest, found := strings.Cut(servers, "\n| `"+s.Name()+"` | ")
		row, _, _ := strings.Cut(rest, "\n")
		if !found || !strings.Contains(row, "| by "+string(s.Reach())+" |") {
			t.Errorf("the row of %s is %q", s.Name(), row)
		}
		lossy, ok := s.(clone.Lossy)
		if !ok {
			continue
		}
		for _, feature := range lossy.LeavesOut() {
			if !strings.Contains(row, string(feature)) {
				t.Errorf("the row of %s does not say that %s are left out: %q", s.Name(), feature, row)
			}
		}
	}
}
