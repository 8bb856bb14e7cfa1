package health

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"time"

	"github.com/ptr-project/ptr/reports"
)

//go:embed page.html
var pageText string

//go:embed page.css
var pageStyle string

//go:embed page.js
var pageScript string

// WriteHTML writes a page that needs nothing but itself.
func WriteHTML(w io.Writer, s *Suite) error {
	t, err := template.New("page").Parse(pageText)
	if err != nil {
		return fmt.Errorf("the report's template: %w", err)
	}
	v := newView(s)
	p, err := v.page()
	if err != nil {
		return err
	}
	return t.Execute(w, p)
}

// A page is what the template shows. What it does not have is left out.
type page struct {
	Title, Name, Span string
	Style             template.CSS
	Verdict           Verdict
	Figures           []figure
	Warnings          []string
	Parts             []part
	Changes           []changeRow
	Causes            []causeCard
	HasTests, HasHeat bool
	Groups            []groupRow
	GroupsText        string
	durationsPart
	Timeline      *timelinePart
	SetUp         []setUpRow
	SetUpText     string
	Dependences   []Dependence
	Components    []component
	Rates         *ratePart
	Runs          []runBar
	RunsAlt       string
	RunsWidth     int // rem: a few bars as wide as the page would be no bars
	First, Latest string
	Footer        string
	Data, Blocks  template.HTML
	Script        template.JS
}

// A figure is a number that people want to see first.
type figure struct{ Name, Value, More string }

// A part is a link to a section.
type part struct{ ID, Name string }

func (v *view) page() (page, error) {
	p := page{
		Title: "Tests of " + v.Name, Name: v.Name, Span: v.span(), Verdict: v.verdict(), Warnings: v.Warnings,
		Style: template.CSS(pageStyle), Script: template.JS(pageScript), // both our own
		Footer: fmt.Sprintf("Written by ptr on %s. Nothing in this page is fetched, and it works from disk. The same as Markdown, JSON, CSV or pictures: ptr report --help.",
			v.Written.Format("2006-01-02 15:04 MST")),
	}
	if v.Compared != nil {
		p.Changes = v.changeRows(v.changes)
	} else {
		p.Figures, p.Causes = v.figures(), v.cards()
		p.Groups, p.GroupsText = v.groups()
		p.Timeline = v.timeline()
		p.SetUp, p.SetUpText = v.setUp()
		p.Dependences, p.Components = v.dependences(), v.components()
		p.Rates = v.failureRates()
	}
	p.durationsPart = v.durations()
	p.HasTests = len(v.Tests) > 0
	for _, t := range v.tallies {
		p.HasHeat = p.HasHeat || t.Wrong() > 0
	}
	p.Runs = v.runBars()
	if n := len(p.Runs); n > 0 {
		p.First, p.Latest = p.Runs[0].ID+", "+p.Runs[0].Began, p.Runs[n-1].ID+", "+p.Runs[n-1].Began
		p.RunsWidth = max(24, n*3)
		p.RunsAlt = fmt.Sprintf("a bar for each of %d runs, %d of which failed; the table has the same", n, len(v.red))
	}
	p.Parts = p.parts()
	var err error
	p.Data, p.Blocks, err = v.data()
	return p, err
}

func (p page) parts() []part {
	var parts []part
	for _, one := range []struct {
		there bool
		part
	}{
		{len(p.Changes) > 0, part{"changes", "Changes"}}, {len(p.Runs) > 0, part{"runs", "Runs"}}, {len(p.Causes) > 0, part{"causes", "Causes"}}, {p.HasTests, part{"tests", "All tests"}},
		{len(p.Groups) > 0, part{"groups", "Groups"}}, {p.HasHeat, part{"heat", "Tests by run"}}, {p.Rates != nil, part{"rates", "Rates"}}, {p.Durations, part{"durations", "Durations"}},
		{p.Timeline != nil, part{"workers", "Workers"}}, {len(p.SetUp) > 0, part{"setup", "Set-up"}},
		{len(p.Dependences) > 0, part{"order", "Order dependence"}},
	} {
		if one.there {
			parts = append(parts, one.part)
		}
	}
	return parts
}

// span says which runs these are.
func (v *view) span() string {
	n := len(v.Runs)
	if n == 0 {
		return "no runs"
	}
	first, last := v.Runs[0], v.Runs[n-1]
	text := fmt.Sprintf("run %s, %s", last.ID, last.Started.Local().Format("Jan 2 15:04"))
	if n > 1 {
		text = fmt.Sprintf("%d runs, %s to %s, %s to %s", n, first.ID, last.ID, first.Started.Local().Format("Jan 2 15:04"), last.Started.Local().Format("Jan 2 15:04"))
	}
	if last.Revision != "" {
		text += ", at " + last.Revision
	}
	return text
}

func (v *view) figures() []figure {
	n := len(v.counted)
	if n == 0 {
		return nil
	}
	green := count(n-len(v.red), n)
	failing := 0
	for _, t := range v.tallies {
		if t.Failed > 0 {
			failing++
		}
	}
	figures := []figure{
		{"green runs", fmt.Sprintf("%d of %d", green.Bad, n), rateText(green)},
		{"tests that ever failed", fmt.Sprintf("%s of %s", reports.Thousands(failing), reports.Thousands(len(v.Tests))), fmt.Sprintf("%s passed on a retry", reports.Thousands(v.flaky))},
	}
	var times, setUp []time.Duration
	for _, r := range v.Runs {
		if !r.Whole() || r.Duration == 0 {
			continue
		}
		times = append(times, r.Duration)
		setUp = append(setUp, longest(r.SetUp))
	}
	if len(times) > 0 {
		latest := times[len(times)-1]
		figures = append(figures,
			figure{"a run takes", took(medianOf(times)), "the latest took " + took(latest)},
			figure{"set-up before it", took(medianOf(setUp)), "the latest " + took(setUp[len(setUp)-1])})
	}
	return figures
}

// rateText is an interval in words.
func rateText(c Count) string {
	return fmt.Sprintf("%s to %s, at 95 %%", percent(c.Rate.Low), percent(c.Rate.High))
}
