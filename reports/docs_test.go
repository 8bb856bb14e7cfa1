package reports_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/reports"
)

// Every format, and every field and event of the JSON report, is described.
func TestTheDocumentationLeavesNothingOut(t *testing.T) {
	page, err := os.ReadFile("../docs/reports.md")
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]bool{}
	for _, format := range reports.Formats() {
		words[format] = true
	}
	for line := range bytes.Lines(show(t, reports.NewJSON, everything())) {
		var object map[string]any
		if err := json.Unmarshal(line, &object); err != nil {
			t.Fatal(err)
		}
		words[object["event"].(string)] = true
		keys(object, words)
	}
	for word := range words {
		if !strings.Contains(string(page), "`"+word+"`") {
			t.Errorf("docs/reports.md doesn't mention `%s`", word)
		}
	}
}

// keys collects the names of fields, but not those of a map of clones.
func keys(value any, into map[string]bool) {
	switch value := value.(type) {
	case map[string]any:
		for name, field := range value {
			into[name] = true
			if name != "clones" {
				keys(field, into)
			}
		}
	case []any:
		for _, element := range value {
			keys(element, into)
		}
	}
}
