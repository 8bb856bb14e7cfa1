package records

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/reports/health"
)

// A choice is the runs that a report is on, the oldest first.
type choice struct {
	suite    string
	runs     []history.Run
	compared *health.Comparison
	warnings []string
}

// chooseRuns chooses runs of the suite called name, or of that of the latest run if the
// suite has no name of its own.
func chooseRuns(ctx context.Context, db *history.DB, name string, o ReportOptions) (choice, error) {
	all, err := db.Runs(ctx, 0)
	if err != nil {
		return choice{}, app.HistoryError(err)
	}
	if len(all) == 0 {
		return choice{}, console.Usage(errors.New("there are no runs yet"), "ptr run makes the first")
	}
	if name == "" {
		name = all[0].Name
	}
	suites := historySuites(all)
	if !slices.Contains(suites, name) {
		return choice{}, console.Usage(fmt.Errorf("the history here has no run of suite %q, only of %s", name, strings.Join(suites, ", ")),
			"ptr run makes one; or let ptr.toml name the suite that you mean")
	}
	c := choice{suite: name}
	running, searched := 0, 0
	for _, r := range all {
		switch {
		case r.Name != name:
		case r.State == history.Running:
			running++
		case !isOrdinary(r) && len(o.Runs) == 0 && o.Compare == "":
			searched++ // to provoke failures: how often those come is no measure of the suite
		default:
			c.runs = append(c.runs, r)
		}
	}
	if running > 0 {
		c.warnings = append(c.warnings, were(running, "run")+" still under way, and left out.")
	}
	if searched > 0 {
		c.warnings = append(c.warnings, fmt.Sprintf("%s of ptr flaky left out, which looks for failures; name runs to see them.", were(searched, "order")))
	}
	if others := len(suites) - 1; others > 0 {
		c.warnings = append(c.warnings, fmt.Sprintf("The history has runs of %s, too: they are left out.", reports.Plural(others, "other suite")))
	}
	if len(c.runs) == 0 {
		return c, console.Usage(errors.New("no ordinary run has ended yet"), "ptr run makes one; ptr history lists what there is")
	}
	return c.narrow(ctx, db, o)
}

// isOrdinary reports whether r is a run as people and CI start it.
func isOrdinary(r history.Run) bool {
	return r.Condition == "" && !strings.HasPrefix(r.Order, flaky.OrderPrefix)
}

// narrow leaves the runs that were asked for. Runs come the latest first, and leave the
// oldest first.
func (c choice) narrow(ctx context.Context, db *history.DB, o ReportOptions) (choice, error) {
	var err error
	switch {
	case o.Compare != "" && len(o.Runs) != 1:
		return c, console.Usage(fmt.Errorf("--compare %s: there is nothing to compare it with", o.Compare), "name two runs, or revisions: ptr report --compare A B")
	case o.Compare != "":
		return c.compare(o.Compare, o.Runs[0])
	case len(o.Runs) > 0:
		if c.runs, err = c.named(ctx, db, o.Runs); err != nil {
			return c, err
		}
	default:
		if o.Since != "" {
			if c.runs, err = c.since(o.Since); err != nil {
				return c, err
			}
		}
		c.runs = c.runs[:min(o.Limit, len(c.runs))]
	}
	slices.SortFunc(c.runs, func(a, b history.Run) int { return int(a.Number - b.Number) })
	c.runs = slices.CompactFunc(c.runs, func(a, b history.Run) bool { return a.Number == b.Number })
	return c, nil
}

func (c choice) named(ctx context.Context, db *history.DB, ids []string) ([]history.Run, error) {
	var runs []history.Run
	for _, id := range ids {
		r, err := app.FindRun(ctx, db, []string{id})
		if err != nil {
			return nil, err
		}
		if r.Name != c.suite {
			return nil, console.Usage(fmt.Errorf("run %s is of suite %q, not of %q", r.ID, r.Name, c.suite), "ptr history lists the runs")
		}
		runs = append(runs, r)
	}
	return runs, nil
}

// since are the runs from a run on, from the first one at a revision on, or from a time on.
func (c choice) since(text string) ([]history.Run, error) {
	begin, isTime := timeSince(text, time.Now())
	first := -1
	for i, r := range c.runs {
		if isTime && !r.Started.Before(begin) || !isTime && (r.ID == text || r.Revision != "" && strings.HasPrefix(r.Revision, text)) {
			first = i
		}
	}
	if first < 0 {
		return nil, console.Usage(fmt.Errorf("--since %s: there is no such run or revision, and no run since then", text), "name a run, a revision, a date such as 2026-01-31, or 14d")
	}
	return c.runs[:first+1], nil
}

// timeSince reads a date, or how long ago it is.
func timeSince(text string, now time.Time) (time.Time, bool) {
	for _, form := range []string{time.RFC3339, "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(form, text, time.Local); err == nil {
			return t, true
		}
	}
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil {
			return now.AddDate(0, 0, -n), true
		}
	}
	if d, err := time.ParseDuration(text); err == nil {
		return now.Add(-d), true
	}
	return time.Time{}, false
}

// compare sets the runs of one run or revision against those of another.
func (c choice) compare(before, after string) (choice, error) {
	slices.Reverse(c.runs)
	var sides [2]health.Side
	var runs []history.Run
	for i, text := range []string{before, after} {
		sides[i].Name = text
		found := c.side(text)
		if len(found) == 0 {
			return c, console.Usage(fmt.Errorf("there is no run or revision %q of suite %q", text, c.suite), "ptr history lists the runs")
		}
		for _, r := range found {
			sides[i].Runs = append(sides[i].Runs, len(runs))
			runs = append(runs, r)
		}
	}
	c.runs, c.compared = runs, &health.Comparison{Before: sides[0], After: sides[1]}
	return c, nil
}

// side are the run that text is the ID of, or those at a revision that begins so.
func (c choice) side(text string) []history.Run {
	var found []history.Run
	for _, r := range c.runs {
		if r.ID == text {
			return []history.Run{r}
		}
		if r.Revision != "" && strings.HasPrefix(r.Revision, text) {
			found = append(found, r)
		}
	}
	return found
}
