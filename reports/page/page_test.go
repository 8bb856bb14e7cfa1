package page_test

import (
	"bytes"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/reports/page"
)

var update = flag.Bool("update", false, "write the golden files anew")

func example() page.Page {
	return page.Page{
		Title: "Ways of <cloning> & more", Answer: "Use overlay.",
		Facts: []page.Fact{{Name: "machine", Text: "2 CPUs"}},
		Sections: []page.Section{
			{Heading: "Every sample", Picture: []byte("<?xml version=\"1.0\"?>\n" + `<svg xmlns="http://www.w3.org/2000/svg"></svg>`), Alt: `it says "fast"`, Text: "Further left is better."},
			{Heading: "Medians", Table: page.Table{
				Header: []string{"strategy", "clone", "x fastest"},
				Rows: []page.Row{
					{Cells: []string{"overlay", "35 ms", "1.00"}, Best: true},
					{Cells: []string{"odd", "", ""}, Note: "disqualified: table people differs"},
				},
			}},
		},
	}
}

func written(t *testing.T, p page.Page) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := p.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAPageIsTheOneThatPeopleLookedAt(t *testing.T) {
	got, file := written(t, example()), filepath.Join("testdata", "example.html")
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Error(diff)
	}
}

// Nothing is fetched: what could be is an attribute, or in a style.
func TestAPageNeedsNoNetwork(t *testing.T) {
	text := written(t, example())
	if found := regexp.MustCompile(`(?i)\b(src|href|srcset)=|url\(|@import|<script`).Find(text); found != nil {
		t.Errorf("the page has %q", found)
	}
}

func TestAPageIsWellFormed(t *testing.T) {
	for name, p := range map[string]page.Page{"everything": example(), "nothing": {}} {
		for tokens := xml.NewDecoder(bytes.NewReader(written(t, p))); ; {
			_, err := tokens.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
}
