package flakes

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/reports/health"
	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// cause says of a cause's tests what they are, how to see it, and when it is mended.
func (s *flakyScreen) cause(c flaky.Cause, results map[suite.ID]flaky.Result, commands map[suite.ID]next) {
	const most = 3
	for i, id := range c.Tests {
		if i == most {
			fmt.Fprintf(s.out, "… and %s of the same cause\n\n", console.Plural(len(c.Tests)-i, "test"))
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
	for _, d := range s.reliance(r) {
		fmt.Fprintf(table, "   %s\t%s\n", d.Name, d.Text)
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

// reliance is what a test relies on without being given it, and where, as far as a
// perturbation or a seed has shown it.
func (s *flakyScreen) reliance(r flaky.Result) (found []health.Detail) {
	if r.Kind == flaky.Nondeterministic && r.EValue > 0 {
		found = append(found, health.Detail{Name: "relies on", Text: s.dealt})
	}
	if c, means := s.provokes(r); means != "" {
		found = append(found, health.Detail{Name: "relies on", Text: fmt.Sprintf("%s: failed %d of %d times under %s", means, c.Failed, c.Of(), c.Condition)})
		if tied := s.tied[r.Test]; tied != "" {
			found = append(found, health.Detail{Name: "where", Text: tied})
		}
	}
	return found
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
	for _, c := range []suite.Count{r.Alone, r.Replays, r.Control} {
		failed, of = failed+c.Failed, of+c.Of()
	}
	return failed, of
}
