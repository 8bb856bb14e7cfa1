// Package records is the commands that run nothing. They tell what is recorded of runs
// (ptr history, show, report and merge), and keep the list of tests that are excused
// meanwhile (ptr quarantine).
package records

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/suite"
)

// PastOptions are what commands that look at earlier runs were asked for.
type PastOptions struct {
	Dir     string
	Runs    []string // at most one ID; none is the latest
	Limit   int
	JSON    string // a file; "" is none
	Reports []string
	Output  string // a test's label
	Verbose bool
}

// History lists the runs of the suite in a folder, the latest first.
func History(ctx context.Context, streams console.Streams, o PastOptions) (err error) {
	past, err := app.OpenPast(o.Dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, past.DB.Close()) }()
	runs, err := past.DB.Runs(ctx, o.Limit)
	if err != nil {
		return app.HistoryError(err)
	}
	if o.JSON != "" {
		return console.WriteJSON(streams, o.JSON, runs)
	}
	if len(runs) == 0 {
		fmt.Fprintln(streams.Out, "no runs yet; ptr run makes the first")
		return nil
	}
	return runTable(streams.Out, runs)
}

func runTable(w io.Writer, runs []history.Run) error {
	table := console.Table(w, 7)
	table.Header("run", "began", "took", "state", "tests", "order", "seed")
	for _, r := range runs {
		if err := table.Append(r.ID, console.Day(r.Started), took(r), string(r.State), counts(r.Summary), r.Order, fmt.Sprint(r.Seed)); err != nil {
			return err
		}
	}
	return table.Render()
}

func took(r history.Run) string {
	if r.Finished.IsZero() {
		return ""
	}
	return console.Seconds(r.Finished.Sub(r.Started))
}

// counts is s in words: "427 passed, 1 failed".
func counts(s suite.Summary) string {
	var parts []string
	for _, c := range []struct {
		n    int
		what suite.Verdict
	}{{s.Passed, suite.Passed}, {s.Failed, suite.Failed}, {s.Flaky, suite.Flaky}, {s.Skipped, suite.Skipped}, {s.Broken, suite.Errored}, {s.NotRun, suite.NotRun}} {
		if c.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", c.n, c.what))
		}
	}
	return strings.Join(parts, ", ")
}
