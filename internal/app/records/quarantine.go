package records

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/config/quarantine"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/suite"
)

// QuarantineOptions say what is to be done with a quarantine.
type QuarantineOptions struct {
	Dir    string
	Test   string // a label
	Reason string
	Until  string // a date, or an age such as 14d; "" is two weeks
	JSON   string // a file; "" is none
}

// usualQuarantine is how long a test is excused if nobody says: long enough to mend it,
// and too short to forget it.
const usualQuarantine = 14 * 24 * time.Hour

// Quarantine lists the tests in quarantine, with how they have been lately.
func Quarantine(ctx context.Context, streams console.Streams, o QuarantineOptions) error {
	return withQuarantine(o.Dir, func(db *history.DB, _ string, list quarantine.List) error {
		if o.JSON != "" {
			return console.WriteJSON(streams, o.JSON, append(quarantine.List{}, list...))
		}
		if len(list) == 0 {
			fmt.Fprintln(streams.Out, "no test is in quarantine")
			return nil
		}
		return quarantineTable(ctx, streams.Out, db, list, time.Now())
	})
}

// withQuarantine calls f with the history, the list and its file.
func withQuarantine(dir string, f func(db *history.DB, file string, list quarantine.List) error) (err error) {
	past, err := app.OpenPast(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, past.DB.Close()) }()
	list, err := app.LoadQuarantine(past.Config.Dir)
	if err != nil {
		return err
	}
	return f(past.DB, filepath.Join(past.Config.Dir, quarantine.FileName), list)
}

// lately is of how many runs it is told how a test has been.
const lately = 20

func quarantineTable(ctx context.Context, w io.Writer, db *history.DB, list quarantine.List, now time.Time) error {
	latest, err := db.Runs(ctx, 1)
	if err != nil {
		return app.HistoryError(err)
	}
	table := console.Table(w, 4)
	table.Header("test", "until", "lately", "reason")
	for _, e := range list {
		how := ""
		if len(latest) > 0 {
			past, err := db.Outcomes(ctx, history.Run{Name: latest[0].Name, Number: latest[0].Number + 1}, e.Test, lately)
			if err != nil {
				return app.HistoryError(err)
			}
			how = latelyOf(past)
		}
		if err := table.Append(string(e.Test), until(e, now), how, e.Reason); err != nil {
			return err
		}
	}
	return table.Render()
}

func until(e quarantine.Entry, now time.Time) string {
	day := e.Until.Format(time.DateOnly)
	switch left := int(e.Until.AddDate(0, 0, 1).Sub(now).Hours() / 24); {
	case !e.Holds(now):
		return day + ", expired: it counts again"
	case left == 0:
		return day + ", today"
	case left == 1:
		return day + ", 1 day"
	default:
		return fmt.Sprintf("%s, %d days", day, left)
	}
}

// latelyOf says how a test has been in its latest runs.
func latelyOf(past []history.Past) string {
	if len(past) == 0 {
		return "never run"
	}
	failed := 0
	for _, p := range past {
		if p.Verdict == suite.Failed || p.Verdict == suite.Flaky {
			failed++
		}
	}
	return fmt.Sprintf("failed %d of %d", failed, len(past))
}

// AddToQuarantine excuses a test.
func AddToQuarantine(ctx context.Context, streams console.Streams, o QuarantineOptions) error {
	if strings.TrimSpace(o.Reason) == "" {
		return console.Usage(errors.New("a test is excused for a reason"), "say it, such as --reason 'waits for the fix of #12'")
	}
	day, err := lastDay(o.Until, time.Now())
	if err != nil {
		return err
	}
	return withQuarantine(o.Dir, func(db *history.DB, file string, list quarantine.List) error {
		id, err := knownTest(ctx, db, o.Test)
		if err != nil {
			return err
		}
		if err := list.With(quarantine.Entry{Test: id, Reason: o.Reason, Until: day}).Save(file); err != nil {
			return console.Failure(err, "ptr keeps the list there, and needs to write it")
		}
		fmt.Fprintf(streams.Out, "%s runs, is reported, and does not fail the build until %s; commit %s\n", id, day.Format(time.DateOnly), console.Nearby(file))
		return nil
	})
}

// lastDay reads a date that is not over, or how far ahead it is.
func lastDay(text string, now time.Time) (time.Time, error) {
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.Local)
	if text == "" {
		return today.Add(usualQuarantine), nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, time.Local)
	if past, relative := timeSince(text, today); err != nil && relative {
		day, err = today.Add(today.Sub(past)), nil
	}
	switch {
	case err != nil:
		return day, console.Usage(fmt.Errorf("--until %s is no date", text), "such as 2026-01-31, or 14d")
	case day.Before(today):
		return day, console.Usage(fmt.Errorf("--until %s is over", text), "name a day to come, or leave it out for two weeks")
	}
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, time.Local), nil
}

// knownTest is the test that a label means, among all that the history has seen of the
// suite. Only whole tests have verdicts.
func knownTest(ctx context.Context, db *history.DB, label string) (suite.ID, error) {
	latest, err := app.FindRun(ctx, db, nil)
	if err != nil {
		return "", err
	}
	known, err := db.Known(ctx, latest.Name)
	if err != nil {
		return "", app.HistoryError(err)
	}
	whole := map[suite.ID]bool{}
	for _, t := range known {
		if t.Kind != "" {
			whole[t.ID] = true
		}
	}
	id, err := app.Resolve(suite.NewNames(slices.Sorted(maps.Keys(whole))), label)
	if err == nil && !whole[id] {
		err = console.Usage(fmt.Errorf("%s is a part of a test", id), "name the test: what it comes to counts")
	}
	return id, err
}

// RemoveFromQuarantine takes a test out: it counts again.
func RemoveFromQuarantine(streams console.Streams, o QuarantineOptions) error {
	return withQuarantine(o.Dir, func(_ *history.DB, file string, list quarantine.List) error {
		var ids []suite.ID
		for _, e := range list {
			ids = append(ids, e.Test)
		}
		id, err := suite.NewNames(ids).Resolve(o.Test)
		if err != nil {
			return console.Usage(fmt.Errorf("%q is not in quarantine", o.Test), "ptr quarantine lists the tests that are")
		}
		if err := list.Without(id).Save(file); err != nil {
			return console.Failure(err, "ptr keeps the list there, and needs to write it")
		}
		fmt.Fprintf(streams.Out, "%s counts again; commit %s\n", id, console.Nearby(file))
		return nil
	})
}
