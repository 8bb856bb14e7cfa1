package flakes

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// table lists the causes, a line each or, where lines are too short for that, a few.
func (s *flakyScreen) table(r flaky.Report, causes []flaky.Cause) {
	rows := s.rows(r, causes)
	if text := aligned(rows); s.bound == 0 || widest(text) <= s.bound {
		fmt.Fprintln(s.out, text)
		return
	}
	titles := rows[0]
	for _, row := range rows[1:] {
		s.fold(" ", row[0]+": "+row[1])
		s.fold("   ", fmt.Sprintf("%s: %s, %s: %s, %s: %s", titles[2], row[2], titles[3], row[3], titles[4], row[4]))
	}
	fmt.Fprintln(s.out)
}

// rows are the cells of the table, its titles first.
func (s *flakyScreen) rows(r flaky.Report, causes []flaky.Cause) [][]string {
	room := 34 // for what they say
	if s.wide {
		room = 48
	}
	rows := [][]string{{"kind", "cause", "tests", "as in CI", "otherwise", "which"}}
	for _, o := range r.Outages {
		rows = append(rows, []string{"infrastructure", clip(o.Text, room), fmt.Sprint(len(o.Tests)), console.Plural(len(o.Runs), "run"), "not flaky", s.some(o.Tests)})
	}
	for _, c := range causes {
		first := resultOf(r, c.Tests[0])
		rows = append(rows, []string{string(c.Kind), clip(c.Text, room), fmt.Sprint(len(c.Tests)), s.share(c.Red, r.Suite.Runs, first), otherwise(first), s.some(c.Tests)})
	}
	if !s.wide { // the names are below
		for i := range rows {
			rows[i] = rows[i][:5]
		}
	}
	return rows
}

// aligned are rows as lines.
func aligned(rows [][]string) string {
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 3, ' ', 0)
	for _, row := range rows {
		fmt.Fprintln(table, " "+strings.Join(row, "\t"))
	}
	_ = table.Flush()
	return text.String()
}

// widest is how many columns the longest line has.
func widest(text string) int {
	most := 0
	for line := range strings.Lines(text) {
		most = max(most, utf8.RuneCountInString(strings.TrimRight(line, "\n")))
	}
	return most
}

// fold writes text behind a margin.
func (s *flakyScreen) fold(margin, text string) {
	for _, line := range console.Fold(text, s.bound-len(margin)) {
		fmt.Fprintln(s.out, margin+line)
	}
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
