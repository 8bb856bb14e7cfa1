package sqlite_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/sqlite"
)

func TestTheTableInDocsSaysWhatStrategiesSayOfThemselves(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "strategies.md"))
	if err != nil {
		t.Fatal(err)
	}
	strategies, _ := sqlite.New().Strategies(clone.Template{})
	for _, s := range strategies {
		var features []string
		if lossy, ok := s.(clone.Lossy); ok {
			for _, f := range lossy.LeavesOut() {
				features = append(features, string(f))
			}
		}
		if len(features) == 0 {
			features = []string{"–"}
		}
		want := "| by " + string(s.Reach()) + " | " + strings.Join(features, ", ") + " |"
		if row := rowOf(string(page), s.Name()); !strings.HasSuffix(row, want) {
			t.Errorf("the row of %s is %q, want it to end in %q", s.Name(), row, want)
		}
	}
}

// rowOf is the first row of a table in page that begins with name as code.
func rowOf(page, name string) string {
	for line := range strings.Lines(page) {
		if strings.HasPrefix(line, "| `"+name+"` |") {
			return strings.TrimSpace(line)
		}
	}
	return ""
}
