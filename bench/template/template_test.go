package template_test

import (
	"strings"
	"testing"

	"github.com/ptr-project/ptr/bench/template"
)

func TestEveryBackendHasEverySize(t *testing.T) {
	for _, backend := range []string{"sqlite", "postgres", "mysql"} {
		for size, tables := range map[string]int{template.Small: 20, template.Schema: 1100, template.Migrations: 200, template.Data: 20, "3MB": 20} {
			script, ok := template.Script(backend, size)
			if got := strings.Count(script, "CREATE TABLE "); !ok || got != tables {
				t.Errorf("Script(%s, %s) makes %d tables, want %d", backend, size, got, tables)
			}
		}
	}
}

func TestWhatIsNoSizeHasNoScript(t *testing.T) {
	for _, size := range []string{"", "big", "0MB", "-1MB", "MB", "2MBs", "2147483648MB"} {
		if _, ok := template.Script("sqlite", size); ok {
			t.Errorf("Script(sqlite, %q) is one", size)
		}
	}
	if _, ok := template.Script("oracle", template.Small); ok {
		t.Error("Script(oracle, small) is one")
	}
}
