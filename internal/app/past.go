package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/ptr-project/ptr/history"
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
func History(ctx context.Context, streams Streams, o PastOptions) (err error) {
	db, err := past(o.Dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	runs, err := db.Runs(ctx, o.Limit)
	if err != nil {
		return HistoryError(err)
	}
	if o.JSON != "" {
		return WriteJSON(streams, o.JSON, runs)
	}
	if len(runs) == 0 {
		fmt.Fprintln(streams.Out, "no runs yet; ptr run makes the first")
		return nil
	}
	return runTable(streams.Out, runs)
}

// past opens the history of the suite in dir.
func past(dir string) (*history.DB, error) {
	c, err := configure(Options{Dir: dir})
	if err != nil {
		return nil, err
	}
	return openHistory(c.Dir)
}

func runTable(w io.Writer, runs []history.Run) error {
	table := plainTable(w, 7)
	table.Header("run", "began", "took", "state", "tests", "order", "seed")
	for _, r := range runs {
		if err := table.Append(r.ID, r.Started.Local().Format("Jan _2 15:04"), took(r), string(r.State), counts(r.Summary), r.Order, fmt.Sprint(r.Seed)); err != nil {
			return err
		}
	}
	return table.Render()
}

func took(r history.Run) string {
	if r.Finished.IsZero() {
		return ""
	}
	return Seconds(r.Finished.Sub(r.Started))
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

// WriteJSON writes v to file, "-" being standard output.
func WriteJSON(streams Streams, file string, v any) error {
	text, err := Indented(v)
	if err != nil {
		return err
	}
	if file == "-" {
		_, err := streams.Out.Write(text)
		return err
	}
	if err := os.WriteFile(file, text, 0o644); err != nil {
		return Usage(err, "name a file that can be written")
	}
	return nil
}

// Indented is v as JSON for people, too.
func Indented(v any) ([]byte, error) {
	text, err := json.MarshalIndent(v, "", "  ")
	return append(text, '\n'), err
}

// FindRun finds the one run that was named, or the latest.
func FindRun(ctx context.Context, db *history.DB, runs []string) (history.Run, error) {
	id := history.Latest
	if len(runs) > 0 {
		id = runs[0]
	}
	r, err := db.Find(ctx, id)
	var unknown *history.UnknownError
	var ambiguous *history.AmbiguousError
	switch {
	case errors.As(err, &unknown) && id == history.Latest:
		return r, Usage(errors.New("there are no runs yet"), "ptr run makes the first")
	case errors.As(err, &unknown):
		return r, Usage(err, "ptr history lists the runs")
	case errors.As(err, &ambiguous):
		return r, Usage(err, "say which: "+strings.Join(ambiguous.Candidates, ", "))
	}
	return r, err
}
