package records

import (
	"context"
	"errors"
	"fmt"

	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/suite"
)

// Show shows a run again, from its history.
func Show(ctx context.Context, streams console.Streams, o PastOptions) (err error) {
	past, err := app.OpenPast(o.Dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, past.DB.Close()) }()
	r, err := app.FindRun(ctx, past.DB, o.Runs)
	if err != nil {
		return err
	}
	if o.Output != "" {
		return showOutput(ctx, streams, past.DB, r, o.Output)
	}
	shown, err := app.Retell(streams, o.Reports, o.Verbose)
	if err != nil {
		return err
	}
	for event, err := range past.DB.Events(ctx, r) {
		if err != nil {
			return errors.Join(app.HistoryError(err), shown.Close())
		}
		shown.Event(event)
	}
	return shown.Close()
}

// showOutput shows what a test of r printed and which statements are known of
// it, in each of its attempts.
func showOutput(ctx context.Context, streams console.Streams, db *history.DB, r history.Run, label string) error {
	planned, err := db.Planned(ctx, r)
	if err != nil {
		return app.HistoryError(err)
	}
	id, err := app.Resolve(suite.NewNames(app.IDsOf(planned)), label)
	if err != nil {
		return err
	}
	for attempt, err := range db.Attempts(ctx, r) {
		if err != nil {
			return app.HistoryError(err)
		}
		if attempt.Test != id {
			continue
		}
		printed, err := db.Output(r, attempt.Printed)
		if err != nil {
			return app.HistoryError(err)
		}
		fmt.Fprintf(streams.Out, "%s  attempt %d (%s): %s\n%s", id, attempt.Number, attempt.Cause, attempt.Outcome, printed)
		for _, line := range reports.Statements(attempt.Statements) {
			fmt.Fprintln(streams.Out, line)
		}
	}
	e, ok, err := db.Explained(ctx, r.Name, id)
	if err != nil {
		return app.HistoryError(err)
	}
	if ok {
		fmt.Fprintln(streams.Out, "why:", e)
	}
	return nil
}
