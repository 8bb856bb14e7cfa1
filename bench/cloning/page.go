package cloning

import (
	"bytes"
	"fmt"
	"io"

	"github.com/ptr-project/ptr/reports/chart"
	"github.com/ptr-project/ptr/reports/page"
)

// writePage writes a page with everything on it.
func writePage(w io.Writer, r Result) error {
	var picture bytes.Buffer
	if err := drawn(chart.SVG)(&picture, r); err != nil {
		return err
	}
	svg := picture.Bytes()
	if i := bytes.Index(svg, []byte("<svg")); i > 0 {
		svg = svg[i:] // what comes before belongs to a file of its own
	}
	return page.Page{
		Title:  fmt.Sprintf("Ways of cloning %s: a template of %.1f MB", r.Backend, float64(r.Bytes)/megabyte),
		Answer: r.Recommendation,
		Facts:  r.facts(),
		Sections: []page.Section{
			{Heading: "Every sample", Picture: svg, Alt: "how long each strategy took in each round; the table has the medians",
				Text: "A dot is one round, the bar its median, with the interval at 95 %. Further left is better."},
			{Heading: "Medians", Table: r.table(),
				Text: "A clone's time is until another process, which runs already, has connected, and has read and updated rows. Copy, first query and rows are its parts; x fastest is the ratio to the fastest, round by round. " +
					"Storage and memory are those of one clone, prepared is what the strategy needs once. Intervals hold for all strategies at once."},
		},
	}.Write(w)
}

func (r Result) facts() []page.Fact {
	rounds := 0
	for _, row := range r.Rows {
		rounds = max(rounds, len(row.Samples)/max(r.Clones, 1))
	}
	return []page.Fact{
		{Name: "server", Text: r.Backend + " " + r.Version},
		{Name: "template", Text: fmt.Sprintf("%s, prepared in %.2f s", r.Size, r.Prepare)},
		{Name: "rounds", Text: fmt.Sprintf("%d, each strategy in each, in another order every time%s", rounds, r.several())},
		{Name: "machine", Text: fmt.Sprintf("%s/%s, %d CPUs", r.Machine.OS, r.Machine.Arch, r.Machine.CPUs)},
	}
}

// several says how many clones there are at once, if that is not one.
func (r Result) several() string {
	if r.Clones <= 1 {
		return ""
	}
	return fmt.Sprintf("; %d clones in each, %d at a time", r.Clones, r.Parallel)
}

func (r Result) table() page.Table {
	t := page.Table{Header: Header()}
	for _, row := range r.Rows {
		line := page.Row{Cells: row.Cells(), Best: row.Ratio == 1 && row.Disqualified == ""}
		if row.Disqualified != "" {
			line.Note = "disqualified: " + row.Disqualified
		}
		t.Rows = append(t.Rows, line)
	}
	return t
}
