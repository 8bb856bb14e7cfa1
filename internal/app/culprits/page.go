package culprits

import (
	"fmt"
	"io"
	"strings"

	"github.com/ptr-project/ptr/reports/page"
)

// writePage writes accounts as a page.
func writePage(w io.Writer, t told) error {
	p := page.Page{Title: t.title, Facts: t.facts}
	var answers []string
	for _, a := range t.accounts {
		answers = append(answers, strings.Join(a.sentences, "; "))
		p.Sections = append(p.Sections, a.sections(len(t.accounts) > 1)...)
	}
	p.Answer = strings.Join(answers, "; ")
	return p.Write(w)
}

// sections are what is known, and how it was found.
func (a account) sections(several bool) []page.Section {
	evidence := page.Section{Heading: "Evidence", Text: a.promise}
	if several {
		evidence.Heading = strings.Join(a.sentences, "; ")
	}
	evidence.Picture, evidence.Alt = a.picture, a.alt
	evidence.Table.Rows = append(evidence.Table.Rows, page.Row{Cells: []string{"asked", ""}, Note: a.about})
	for _, line := range a.legend {
		evidence.Table.Rows = append(evidence.Table.Rows, page.Row{Cells: []string{line.label, ""}, Note: line.text})
	}
	for i, d := range a.details {
		label := d.label
		if i > 0 && a.details[i-1].label == label {
			label = ""
		}
		text := d.text
		if d.aside != "" {
			text += " – " + d.aside
		}
		evidence.Table.Rows = append(evidence.Table.Rows, page.Row{Cells: []string{label, ""}, Note: text})
	}
	if a.promise != "" {
		evidence.Text = strings.ToUpper(a.promise[:1]) + a.promise[1:] + "."
	}
	evidence.Table.Header = []string{"", ""}
	found := page.Section{Heading: "How it was found", Text: a.sum + ". The trials of a round do not wait for each other's results.", Table: page.Table{Header: []string{"method", "round", "processes", "expected", "result"}}}
	for _, r := range a.rounds {
		if r.Why != "" {
			found.Table.Rows = append(found.Table.Rows, page.Row{Cells: []string{"why", "", "", "", ""}, Note: r.Why})
		}
		found.Table.Rows = append(found.Table.Rows, page.Row{Cells: []string{
			r.Method, fmt.Sprint(r.Number), fmt.Sprint(r.Trials), fmt.Sprintf("%.1f s", r.Wall.Seconds()), r.Result,
		}})
	}
	return []page.Section{evidence, found}
}
