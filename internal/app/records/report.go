package records

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ptr-project/ptr/config/quarantine"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/checkup"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/reports/health"
)

// ReportOptions say what a report is on, and where it goes.
type ReportOptions struct {
	Dir     string
	Runs    []string // IDs, or with Compare one side more; none are the latest
	Limit   int      // how many of the latest
	Since   string   // a run, a revision, a date or a duration; "" is no limit
	Compare string   // a run or a revision; "" compares nothing
	Reports []string // FORMAT:FILE
}

// Report writes reports on the suite in a folder, over many runs of its history.
func Report(ctx context.Context, streams console.Streams, o ReportOptions) (err error) {
	files, err := app.HealthFiles(o.Reports)
	if err != nil {
		return err
	}
	past, err := app.OpenPast(o.Dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, past.DB.Close()) }()
	list, err := app.LoadQuarantine(past.Config.Dir)
	if err != nil {
		return err
	}
	chosen, err := chooseRuns(ctx, past.DB, past.Config.Name, o)
	if err != nil {
		return err
	}
	s, err := checkup.Of(ctx, past.DB, chosen.suite, chosen.runs, checkup.Owners(o.Dir), checkup.Causes)
	if err != nil {
		return app.HistoryError(err)
	}
	excuse(s, list, time.Now())
	s.Compared, s.Warnings = chosen.compared, append(chosen.warnings, warningsOf(s)...)
	return tellHealth(streams, s, files)
}

// excuse enters which tests are in quarantine.
func excuse(s *health.Suite, list quarantine.List, now time.Time) {
	for _, e := range list {
		for i, t := range s.Tests {
			if t.ID == e.Test && e.Holds(now) {
				s.Tests[i].Excused = fmt.Sprintf("until %s: %s", e.Until.Format(time.DateOnly), e.Reason)
			}
		}
	}
}

// tellHealth writes s to files, and tells what it comes to unless one of them is standard
// output.
func tellHealth(streams console.Streams, s *health.Suite, files []reports.Spec) error {
	if !reports.ToOutput(files) {
		if err := health.WriteText(streams.Out, s); err != nil {
			return err
		}
		fmt.Fprintln(streams.Out)
	}
	return app.WriteHealth(streams, s, files)
}

// warningsOf are what runs do not tell.
func warningsOf(s *health.Suite) []string {
	var warnings []string
	cut, parts, gone, most := 0, 0, 0, 0
	for _, r := range s.Runs {
		most = max(most, r.Counts.Tests())
	}
	for _, r := range s.Runs {
		if !r.Whole() {
			cut++
		}
		if r.Counts.Tests() < most*9/10 {
			parts++
		}
	}
	for _, t := range s.Tests {
		if n := len(t.Results); n > 0 && t.Results[n-1].Verdict == "" && !t.Whole {
			gone++
		}
	}
	if cut > 0 {
		warnings = append(warnings, fmt.Sprintf("%s cut short: of tests that had not ended nothing is known.", were(cut, "run")))
	}
	if parts > 0 {
		warnings = append(warnings, fmt.Sprintf("%s of a part of the suite only: rates are over the runs that have a test.", were(parts, "run")))
	}
	if gone > 0 && len(s.Runs) > 1 {
		warnings = append(warnings, fmt.Sprintf("%s not in the latest run: left out, removed or renamed.", are(gone, "test")))
	}
	return warnings
}

func were(n int, noun string) string {
	if n == 1 {
		return "1 " + noun + " was"
	}
	return reports.Plural(n, noun) + " were"
}

func are(n int, noun string) string {
	if n == 1 {
		return "1 " + noun + " is"
	}
	return reports.Plural(n, noun) + " are"
}

// historySuites are the suites that a history has runs of, the latest first.
func historySuites(runs []history.Run) []string {
	var names []string
	for _, r := range runs {
		if !slices.Contains(names, r.Name) {
			names = append(names, r.Name)
		}
	}
	return names
}
