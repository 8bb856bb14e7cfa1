package setup

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/ptr-project/ptr/reports/page"
)

// A Format writes a result for a program, or a page, to read.
type Format func(io.Writer, Result) error

// Formats are all of them, by name.
func Formats() map[string]Format {
	return map[string]Format{"json": writeJSON, "markdown": writeMarkdown, "html": writePage}
}

func writeJSON(w io.Writer, r Result) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// Title says what was measured.
func (r Result) Title() string {
	return fmt.Sprintf("%s %s, %s: %s, %s", r.Backend, r.Version, r.Size, count(r.Statements, "statement"), count(r.Rounds, "round"))
}

// writeMarkdown writes tables such as one puts into a document.
func writeMarkdown(w io.Writer, r Result) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n", r.Title(), r.Verdict)
	for _, s := range r.Sections() {
		fmt.Fprintf(&b, "\n## %s\n\n| %s |\n|%s\n", s.Heading, strings.Join(s.Table.Header, " | "), strings.Repeat(" --- |", len(s.Table.Header)))
		for _, row := range s.Table.Rows {
			cells := strings.ReplaceAll(strings.Join(row.Cells, "\x00"), "|", `\|`)
			fmt.Fprintf(&b, "| %s |\n", strings.ReplaceAll(cells, "\x00", " | "))
		}
		if s.Text != "" {
			fmt.Fprintf(&b, "\n%s\n", s.Text)
		}
	}
	for _, note := range r.Notes {
		fmt.Fprintf(&b, "\n%s\n", note)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writePage writes a page with everything on it.
func writePage(w io.Writer, r Result) error {
	p := page.Page{
		Title:  fmt.Sprintf("Preparing %s: %s", r.Size, r.Backend),
		Answer: r.Verdict,
		Facts: []page.Fact{
			{Name: "server", Text: r.Backend + " " + r.Version},
			{Name: "script", Text: fmt.Sprintf("%s, %s", r.Size, count(r.Statements, "statement"))},
			{Name: "rounds", Text: fmt.Sprintf("%d, each way in each, in another order every time", r.Rounds)},
			{Name: "machine", Text: fmt.Sprintf("%s/%s, %d CPUs", r.Machine.OS, r.Machine.Arch, r.Machine.CPUs)},
		},
		Sections: r.Sections(),
	}
	for _, note := range r.Notes {
		p.Facts = append(p.Facts, page.Fact{Name: "note", Text: note})
	}
	return p.Write(w)
}
