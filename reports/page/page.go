// Package page writes self-contained pages of HTML: nothing in them is fetched, and
// they can be read on paper, on white and on black.
package page

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
)

// A Page is what people keep of a measurement.
type Page struct {
	Title    string
	Answer   string // what it comes to, in a sentence
	Facts    []Fact // of how it was measured
	Sections []Section
}

// A Fact is one line about a page.
type Fact struct{ Name, Text string }

// A Section is a part of a page. What it does not have is left out.
type Section struct {
	Heading string
	Text    string
	Picture []byte // SVG of our own making, as it would be in a file
	Alt     string // what the picture shows, in words
	Table   Table
}

// A Table has a name in the first cell of each row; the others are mostly numbers.
type Table struct {
	Header []string
	Rows   []Row
}

// A Row is one of a table.
type Row struct {
	Cells []string
	Best  bool   // the one that the page recommends
	Note  string // instead of the cells behind the first; "" for none
}

//go:embed page.html
var text string

// Write writes p.
func (p Page) Write(w io.Writer) error {
	t, err := template.New("page").Funcs(template.FuncMap{
		"picture": inline,
		"rest":    func(cells []string) int { return len(cells) - 1 },
	}).Parse(text)
	if err != nil {
		return fmt.Errorf("the page's template: %w", err)
	}
	return t.Execute(w, p)
}

// inline is a picture as a part of HTML: what comes before its element belongs to a
// file of its own. It is trusted, since we drew it.
func inline(svg []byte) template.HTML {
	return template.HTML(svg[max(0, bytes.Index(svg, []byte("<svg"))):])
}
