package flakes

import (
	"context"
	"fmt"
	"slices"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/checkup"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/reports/health"
	"github.com/ptr-project/ptr/suite"
)

// write writes the reports that were asked for: on the orders that ran and, where they
// count, those of the past.
func (h *hunt) write(ctx context.Context, r flaky.Report, commands map[suite.ID]next) error {
	if len(h.Reports) == 0 {
		return nil
	}
	files, err := app.HealthFiles(h.Reports)
	if err != nil {
		return err
	}
	all, err := h.DB.Runs(ctx, 0)
	if err != nil {
		return app.HistoryError(err)
	}
	ids := append(h.sweeper.kept.list(), h.counted...)
	for _, s := range h.sweepers {
		ids = append(ids, s.kept.list()...)
	}
	runs := slices.DeleteFunc(all, func(r history.Run) bool { return !slices.Contains(ids, r.ID) })
	slices.Reverse(runs)
	if len(runs) == 0 {
		return console.Usage(fmt.Errorf("no order has ended, so that there is nothing to report"), "give it more time")
	}
	s, err := checkup.Of(ctx, h.DB, h.Name, runs, checkup.Owners(h.Dir), func(s *health.Suite) []health.Cause { return flakyCauses(s, r, commands, h.screen.reliance) })
	if err != nil {
		return app.HistoryError(err)
	}
	s.Dependences = append(s.Dependences, dependences(s, r, commands)...)
	return app.WriteHealth(h.Streams, s, files)
}

// flakyCauses are the causes that a search has found, with the failures of the runs that
// are reported. What it put down to infrastructure is told as ordinary runs' is.
func flakyCauses(s *health.Suite, r flaky.Report, commands map[suite.ID]next, reliance func(flaky.Result) []health.Detail) []health.Cause {
	var causes []health.Cause
	for _, c := range checkup.Causes(s) {
		if c.Kind == health.Infrastructure {
			causes = append(causes, c)
		}
	}
	told := map[int]bool{}
	for _, c := range causes {
		for _, i := range c.Failures {
			told[i] = true
		}
	}
	for _, c := range r.Causes {
		found := health.Cause{Name: c.Text, Kind: healthKind(c.Kind)}
		for i, f := range s.Failures {
			if !told[i] && slices.Contains(c.Tests, s.Tests[f.Test].ID) {
				found.Failures = append(found.Failures, i)
			}
		}
		if len(found.Failures) == 0 {
			continue // it showed in replays only
		}
		checkup.Describe(s, &found)
		found.Notes = nil
		for _, id := range c.Tests {
			result := resultOf(r, id)
			found.Notes = append(found.Notes, fmt.Sprintf("%s: %s, since it %s.", s.Tests[indexOf(s, id)].Short, result.Kind, result.Why))
			for _, d := range reliance(result) {
				found.Notes = append(found.Notes, fmt.Sprintf("%s: %s %s.", s.Tests[indexOf(s, id)].Short, d.Name, d.Text))
			}
			if result.EValue > 0 {
				found.Details = append(found.Details, health.Detail{Name: "e-value", Text: fmt.Sprintf(
					"%.3g: if nothing depended on that, evidence as strong would come up with a probability of %.2g at most", result.EValue, min(1, 1/result.EValue))})
			}
		}
		first := resultOf(r, c.Tests[0])
		if n := commands[first.Test]; n.again != "" {
			found.Again = health.Reproduction{Command: n.again, Hits: n.hits.Failed, Tries: n.hits.Of(), Why: n.why}
		}
		causes = append(causes, found)
	}
	return causes
}

func indexOf(s *health.Suite, id suite.ID) int {
	return slices.IndexFunc(s.Tests, func(t health.Test) bool { return t.ID == id })
}

// healthKind is a kind as reports spell it. Theirs leave out what only few tests are.
func healthKind(k flaky.Kind) health.Kind {
	switch k {
	case flaky.AlwaysFails:
		return health.Broken
	case flaky.Undecided:
		return health.Intermittent
	}
	return health.Kind(k)
}

// dependences are those that a search has found, each with how to see it.
func dependences(s *health.Suite, r flaky.Report, commands map[suite.ID]next) []health.Dependence {
	short := func(id suite.ID) string {
		if i := indexOf(s, id); i >= 0 {
			return s.Tests[i].Short
		}
		return string(id)
	}
	var all []health.Dependence
	for _, t := range r.Flaky {
		what := "makes it fail"
		if t.Kind == flaky.Brittle {
			what = "without it that fails"
		}
		for _, id := range t.By {
			all = append(all, health.Dependence{Polluter: short(id), Victim: short(t.Test), What: what, Seen: t.Hits.Failed, Command: commands[t.Test].again})
		}
	}
	return all
}
