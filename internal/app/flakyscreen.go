package app

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// A flakyScreen shows a search for flaky tests as it goes, and what it has found.
type flakyScreen struct {
	out   io.Writer
	live  bool // out can be redrawn in place
	wide  bool // out has room for long lines
	short func(suite.ID) string
	means map[string]string   // what a test relies on that fails under a condition
	tied  map[suite.ID]string // statements that leave the order of rows open, as far as one was seen
	began time.Time
}

// wideEnough is how many columns a table with names of tests needs.
const wideEnough = 130

func newFlakyScreen(streams Streams, short func(suite.ID) string) *flakyScreen {
	columns, _ := streams.Size()
	return &flakyScreen{streams.Out, streams.Terminal, !streams.Terminal || columns >= wideEnough, short, map[string]string{}, nil, time.Now()}
}

// progress shows how far the search is, on one line.
func (s *flakyScreen) progress(p flaky.Progress) {
	if !s.live {
		return
	}
	line := fmt.Sprintf(" %s %d", p.Phase, p.Done)
	if p.Of > 0 {
		line += fmt.Sprintf(" of %d", p.Of)
	}
	line += fmt.Sprintf(", %s failed so far, %s", plural(p.Failed, "test"), seconds(time.Since(s.began)))
	if left := s.left(p); left > 0 {
		line += fmt.Sprintf(", about %s left", seconds(left))
	}
	fmt.Fprint(s.out, "\r\x1b[K"+line)
}

// left is how long a phase will still take, as far as is known.
func (s *flakyScreen) left(p flaky.Progress) time.Duration {
	if p.Phase != "orders" || p.Done < 2 || p.Of <= p.Done {
		return 0
	}
	return time.Since(s.began) / time.Duration(p.Done) * time.Duration(p.Of-p.Done)
}

// end leaves the screen to what comes next.
func (s *flakyScreen) end() {
	if s.live {
		fmt.Fprint(s.out, "\r\x1b[K")
	}
}

// mostCauses is how many causes are shown in full.
const mostCauses = 5

// report shows what was found.
func (s *flakyScreen) report(r flaky.Report, workers int, commands map[suite.ID]next) {
	natural := 0
	for _, run := range r.Runs {
		if run.Condition == "" && run.Kind.Natural() {
			natural++
		}
	}
	fmt.Fprintf(s.out, "%s, %s (%d as in CI), %s, %s, %s\n\n", plural(r.Tests, "test"), plural(len(r.Runs), "order"), natural,
		plural(r.Replays, "replay"), plural(workers, "worker"), seconds(r.Took))
	if len(r.Causes)+len(r.Outages) > 0 {
		s.table(r)
	}
	s.tied = tiedStatements(r)
	results := map[suite.ID]flaky.Result{}
	for _, t := range r.Flaky {
		results[t.Test] = t
	}
	for i, c := range r.Causes {
		if i == mostCauses {
			fmt.Fprintf(s.out, "%s more: --json FILE has them all\n\n", plural(len(r.Causes)-i, "cause"))
			break
		}
		s.cause(c, results, commands)
	}
	s.summary(r)
}

// table lists the causes, a line each.
func (s *flakyScreen) table(r flaky.Report) {
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
		fmt.Fprintf(table, " infrastructure\t%s\t%d\t%s\tnot flaky%s\n", clip(o.Text, room), len(o.Tests), plural(len(o.Runs), "run"), which("", o.Tests...))
	}
	for _, c := range r.Causes {
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
		text += fmt.Sprintf(" (%s – %s %%)", percent(first.Rate.Low), percent(first.Rate.High))
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

// cause says of a cause's tests what they are, how to see it, and when it is mended.
func (s *flakyScreen) cause(c flaky.Cause, results map[suite.ID]flaky.Result, commands map[suite.ID]next) {
	const most = 3
	for i, id := range c.Tests {
		if i == most {
			fmt.Fprintf(s.out, "… and %s of the same cause\n\n", plural(len(c.Tests)-i, "test"))
			break
		}
		s.test(results[id], commands[id])
	}
}

func (s *flakyScreen) test(r flaky.Result, command next) {
	fmt.Fprintf(s.out, "%s  %s: %s\n", s.short(r.Test), r.Kind, r.Why)
	table := tabwriter.NewWriter(s.out, 0, 0, 3, ' ', 0)
	if len(r.Failures) > 0 {
		first, _, _ := strings.Cut(strings.TrimSpace(r.Failures[0].Example.Failure), "\n")
		fmt.Fprintf(table, "   says\t%s\n", clip(first, 120))
	}
	for _, f := range r.Failures[min(1, len(r.Failures)):] {
		first, _, _ := strings.Cut(strings.TrimSpace(f.Example.Failure), "\n")
		fmt.Fprintf(table, "   or\t%s\n", clip(first, 120))
	}
	for _, id := range r.By {
		how := "after"
		if r.Kind == flaky.Brittle {
			how = "needs"
		}
		fmt.Fprintf(table, "   %s\t%s\n", how, s.short(id))
	}
	if c, means := s.provokes(r); means != "" {
		fmt.Fprintf(table, "   relies on\t%s: failed %d of %d times under %s\n", means, c.Failed, c.Of(), c.Condition)
		if tied := s.tied[r.Test]; tied != "" {
			fmt.Fprintf(table, "   where\t%s\n", tied)
		}
	}
	if command.again != "" {
		what := "again"
		if strings.HasPrefix(command.again, "ptrbisect") {
			what = "next"
		}
		fmt.Fprintf(table, "   %s\t%s\n", what, command.again)
	}
	if command.ask != "" {
		fmt.Fprintf(table, "   next\t%s\n", command.ask)
	}
	if r.Kind == flaky.Nondeterministic {
		k, n := seen(r)
		fmt.Fprintf(table, "   proof\t%d runs without a failure would show, at 95 %%, that it is mended\n", stats.RunsToMend(k, n, 0.5, 0.95, 10_000))
	}
	_ = table.Flush()
	fmt.Fprintln(s.out)
}

// provokes is the perturbation under which a test failed most, if more often than it does
// in the same order without, and what that means.
func (s *flakyScreen) provokes(r flaky.Result) (most flaky.Cell, means string) {
	plain := flaky.Cell{}
	for _, c := range r.Cells {
		switch {
		case c.Condition == "" && !c.Order.Natural():
		case c.Condition == "":
			plain.Failed, plain.Passed = plain.Failed+c.Failed, plain.Passed+c.Passed
		case surely(c) > surely(most):
			most = c
		}
	}
	if r.Kind != flaky.Provoked && (plain.Of() == 0 || surely(most) <= stats.Jeffreys(plain.Failed, plain.Of(), 0.95).High) {
		return most, ""
	}
	return most, s.means[most.Condition]
}

// tiedStatements are, by test, the first of its statements that was seen to leave the order
// of rows open, which perturbation ties tells.
func tiedStatements(r flaky.Report) map[suite.ID]string {
	found := map[suite.ID]string{}
	for _, run := range r.Runs {
		for _, a := range run.Attempts {
			if found[a.Test] != "" {
				continue
			}
			for _, statement := range a.Statements {
				if strings.Contains(statement.Result, suite.Tied) {
					found[a.Test] = clip(statement.Text, 100) + ": " + statement.Result
					break
				}
			}
		}
	}
	return found
}

// seen is how often a nondeterministic test failed, of how often it ran plainly.
func seen(r flaky.Result) (failed, of int) {
	for _, c := range r.Cells {
		if c.Condition == "" {
			failed, of = failed+c.Failed, of+c.Of()
		}
	}
	for _, c := range []flaky.Count{r.Alone, r.Replays, r.Control} {
		failed, of = failed+c.Failed, of+c.Of()
	}
	return failed, of
}

// summary is what all of it comes to.
func (s *flakyScreen) summary(r flaky.Report) {
	if red := r.Suite.Runs - r.Suite.Green; red > 0 && r.Suite.Runs > 1 {
		fmt.Fprintf(s.out, "%d of %d runs as in CI were red (%s – %s %% are). %s\n",
			red, r.Suite.Runs, percent(1-r.Suite.Rate.High), percent(1-r.Suite.Rate.Low), saved(r))
	}
	if r.Steady.Tests > 0 {
		fmt.Fprintf(s.out, "%s never failed: any one of them does in fewer than %s %% of runs, all of them at once in fewer than %s %% (95 %% confidence);\n"+
			"%d orders would make the first 1 %%.\n", plural(r.Steady.Tests, "test"), percent(r.Steady.One), percent(r.Steady.All), stats.RunsToSee(0.01, 0.95))
	}
	fmt.Fprintf(s.out, "Ended since: %s.\n", cmp.Or(string(r.Stopped), "all was done"))
}

// saved is what mending causes would save, one after the other.
func saved(r flaky.Report) string {
	var left []string
	for _, c := range r.Causes {
		if c.Red > 0 && len(left) < mostCauses {
			left = append(left, fmt.Sprint(c.Left+r.Suite.Outages))
		}
	}
	if len(left) == 0 {
		return ""
	}
	return "Mending the causes from the top would have left " + strings.Join(left, ", ") + "."
}

// percent is a share in hundredths, as exactly as one wants to read it.
func percent(share float64) string {
	if p := 100 * share; p < 9.95 && p > 0 {
		return fmt.Sprintf("%.1f", p)
	}
	return fmt.Sprintf("%.0f", 100*share)
}

// clip is text in so many characters at most.
func clip(text string, most int) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) <= most {
		return string(runes)
	}
	return string(runes[:most-1]) + "…"
}
