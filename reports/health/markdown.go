package health

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// WriteMarkdown writes what one puts into a message, or a job's summary.
func WriteMarkdown(w io.Writer, s *Suite) error {
	v := newView(s)
	var b strings.Builder
	verdict := v.verdict()
	fmt.Fprintf(&b, "# %s\n\n%s\n\n**%s** %s\n", escaped(s.Name), escaped(v.span()), escaped(verdict.Text), escaped(verdict.More))
	for _, warning := range s.Warnings {
		fmt.Fprintf(&b, "\nNote: %s\n", escaped(warning))
	}
	if s.Compared != nil {
		v.markdownChanges(&b)
	} else {
		v.markdownCauses(&b)
	}
	v.markdownTests(&b)
	if s.Compared == nil {
		v.markdownRest(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (v *view) markdownChanges(b *strings.Builder) {
	if len(v.changes) == 0 {
		return
	}
	b.WriteString("\n## What changed\n\n| test | change | failed before | failed after | took before | after | ratio |\n| --- | --- | --- | --- | --- | --- | --- |\n")
	for _, r := range v.changeRows(v.changes) {
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s |\n", code(r.Test), r.What, r.Before, r.After, r.TookBefore, r.TookAfter, r.Ratio)
	}
}

func (v *view) markdownCauses(b *strings.Builder) {
	for i, c := range v.cards() {
		if i == 0 {
			b.WriteString("\n## Why runs fail\n")
		}
		fmt.Fprintf(b, "\n### %d. %s (%s)\n\n- runs: %s\n- since: %s\n- tests: %s\n", c.Number, code(c.Name), c.Kind, escaped(c.Runs), escaped(c.Since), escaped(c.Tests))
		for _, line := range []Detail{{"owner", c.Owners}, {"in quarantine", c.Excused}, {"mended if", c.Proof}} {
			if line.Text != "" {
				fmt.Fprintf(b, "- %s: %s\n", line.Name, escaped(line.Text))
			}
		}
		if c.Command != "" {
			fmt.Fprintf(b, "- again: %s %s\n", code(c.Command), escaped(c.Hits))
		}
		for _, note := range c.Notes {
			fmt.Fprintf(b, "- %s\n", escaped(note))
		}
		fenced(b, "fails", c.Failing)
		if c.Passing.Where != "" {
			fenced(b, "passes", c.Passing)
		}
	}
	groups, _ := v.groups()
	if len(groups) > 0 {
		b.WriteString("\n## Failure groups\n\n| group | kind | red runs | seen in | tests | last |\n| --- | --- | ---: | ---: | ---: | --- |\n")
	}
	for _, g := range groups {
		fmt.Fprintf(b, "| %d %s | %s | %d | %d | %d | %s |\n", g.Number, code(g.Name), g.Kind, g.Red, g.Seen, g.Tests, g.Last)
	}
}

// mostRows is how many tests Markdown has: more make a message that nobody can post.
const mostRows = 50

func (v *view) markdownTests(b *strings.Builder) {
	shown := 0
	for _, i := range v.ranked {
		t, sum := v.Tests[i], v.tallies[i]
		if sum.Wrong() == 0 || shown == mostRows {
			break
		}
		if shown++; shown == 1 {
			b.WriteString("\n## Tests that went wrong\n\n| test | now | failed | flaky | of | rate | median |\n| --- | --- | ---: | ---: | ---: | --- | ---: |\n")
		}
		fmt.Fprintf(b, "| %s | %s | %d | %d | %d | %s | %s |\n", code(line(t.Short)), status(sum), sum.Failed, sum.Flaky, sum.Rate.Of, rateText(sum.Rate), tookOf(sum.Median))
	}
}

func (v *view) markdownRest(b *strings.Builder) {
	slow, _ := v.slowest()
	if len(slow) > 0 {
		b.WriteString("\n## Slowest tests\n\n| test | median | 95 % | runs |\n| --- | ---: | ---: | ---: |\n")
	}
	for _, r := range slow {
		fmt.Fprintf(b, "| %s | %s | %s | %d |\n", code(r.Name), r.Median, r.High, r.Runs)
	}
	trend := v.changeRows(v.trend())
	if len(trend) > 0 {
		b.WriteString("\n## Slower or faster in the later half of the runs\n\n| test | trend | earlier | later | ratio |\n| --- | --- | ---: | ---: | --- |\n")
	}
	for _, r := range trend[:min(mostRows, len(trend))] {
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", code(r.Test), r.What, r.TookBefore, r.TookAfter, r.Ratio)
	}
	if t := v.timeline(); t != nil {
		fmt.Fprintf(b, "\n## Workers\n\n%s\n\n| worker | tests | in tests | waits for clones | starts processes | between tests | idle |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n", escaped(t.Text))
		for _, l := range t.Lanes {
			fmt.Fprintf(b, "| w%d | %d | %s | %s | %s | %s | %s |\n", l.Worker, l.Tests, l.Testing, l.Cloning, l.Starting, l.Between, l.Idle)
		}
	}
	if rows, text := v.setUp(); len(rows) > 0 {
		fmt.Fprintf(b, "\n## Set-up\n\n%s\n\n| phase | latest | median | slowest |\n| --- | ---: | ---: | ---: |\n", escaped(text))
		for _, r := range rows {
			fmt.Fprintf(b, "| %s | %s | %s | %s |\n", escaped(r.Name), r.Latest, r.Median, r.Slowest)
		}
	}
	for i, d := range v.Dependences {
		if i == 0 {
			b.WriteString("\n## Order dependence\n\n| leaves something behind | what | who minds | runs | next |\n| --- | --- | --- | ---: | --- |\n")
		}
		fmt.Fprintf(b, "| %s | %s | %s | %d | %s |\n", code(d.Polluter), escaped(d.What), code(d.Victim), d.Seen, code(d.Command))
	}
}

func tookOf(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return took(d)
}
