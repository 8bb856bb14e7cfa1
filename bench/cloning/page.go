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
	return page.Page{
		Title:  fmt.Sprintf("Ways of cloning %s: a template of %.1f MB", r.Backend, float64(r.Bytes)/megabyte),
		Answer: r.Recommendation,
		Facts:  r.facts(),
		Sections: []page.Section{
			{Heading: "Every sample", Picture: picture.Bytes(), Alt: "how long each strategy took in each round; the table has the medians",
				Text: "A dot is one round, the bar its median, with the interval at 95 %. Further left is better."},
			{Heading: "Medians", Table: paged(r.Shown()[0], r.Fastest),
				Text: "A clone's time is until another process, which runs already, has connected, and has read and updated rows. x fastest is the ratio to the fastest, round by round. Intervals hold for all strategies at once."},
			{Heading: "What goes into a clone", Table: paged(r.Shown()[1], r.Fastest),
				Text: "Copy, first query and rows are the parts of its time. Written is what was written for it by whichever process, memory what its server has, peak the most that all processes had beyond what they had before, " +
					"prepared what the strategy needs once beyond the template, and from how many clones on that pays."},
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
