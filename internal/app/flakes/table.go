package flakes

import (
	"fmt"
	"slices"
	"text/tabwriter"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// table lists the causes, a line each.
func (s *flakyScreen) table(r flaky.Report, causes []flaky.Cause) {
	table := tabwriter.NewWriter(s.out, 0, 0, 3, ' ', 0)
	which := func(title string, tests ...suite.ID) string {
		switch {
		case !s.wide:
			return "" // the names are below
		case title != "":
			return "\t" + title
		}
		return "\t" + s.some(tests)
	}
	fmt.Fprintf(table, " kind\tcause\ttests\tas in CI\totherwise%s\n", which("which"))
	room := 34 // for what they say
	if s.wide {
		room = 48
	}
	for _, o := range r.Outages {
		fmt.Fprintf(table, " infrastructure\t%s\t%d\t%s\tnot flaky%s\n", clip(o.Text, room), len(o.Tests), console.Plural(len(o.Runs), "run"), which("", o.Tests...))
	}
	for _, c := range causes {
		first := resultOf(r, c.Tests[0])
		fmt.Fprintf(table, " %s\t%s\t%d\t%s\t%s%s\n", c.Kind, clip(c.Text, room), len(c.Tests), s.share(c.Red, r.Suite.Runs, first), otherwise(first), which("", c.Tests...))
	}
	_ = table.Flush()
	fmt.Fprintln(s.out)
}

func resultOf(r flaky.Report, id suite.ID) flaky.Result {
	return r.Flaky[slices.IndexFunc(r.Flaky, func(t flaky.Result) bool { return t.Test == id })]
}

// share is how often a cause made runs as in CI red.
func (s *flakyScreen) share(red, runs int, first flaky.Result) string {
	text := fmt.Sprintf("%d of %d", red, runs)
	if red > 0 && red < runs {
		text += fmt.Sprintf(" (%s – %s %%)", console.Percent(first.Rate.Low), console.Percent(first.Rate.High))
	}
	return text
}

// otherwise is under which other circumstances a test failed most or, if it always fails in
// CI, under which it passes most.
func otherwise(r flaky.Result) string {
	best := flaky.Cell{}
	if r.InCI.Failed > 0 && r.InCI.Passed == 0 {
		for _, c := range r.Cells {
			if !c.Order.Natural() && c.Passed > best.Passed {
				best = c
			}
		}
	}
	for _, c := range r.Cells {
		if best.Passed > 0 {
			break
		}
		if c.Failed > 0 && (c.Condition != "" || !c.Order.Natural()) && surely(c) > surely(best) {
			best = c
		}
	}
	if best.Of() == 0 {
		return "-"
	}
	where := string(best.Order)
	if best.Condition != "" {
		where = best.Condition
	}
	return fmt.Sprintf("%d of %d %s", best.Failed, best.Of(), where)
}

// surely is which rate a cell shows at least.
func surely(c flaky.Cell) float64 {
	if c.Failed == 0 {
		return 0
	}
	return stats.Jeffreys(c.Failed, c.Of(), 0.95).Low
}

// some are names of tests, as many as a column has room for.
func (s *flakyScreen) some(tests []suite.ID) string {
	text := s.short(tests[0])
	if len(tests) > 1 {
		text += ", …"
	}
	return text
}
