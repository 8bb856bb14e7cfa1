package flakes

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/suite"
)

// resume takes over what the latest search of this suite had run, its tests, and its seed,
// from which the same orders follow.
func (h *hunt) resume(ctx context.Context) error {
	runs, err := h.DB.Runs(ctx, 0)
	if err != nil {
		return app.HistoryError(err)
	}
	i := slices.IndexFunc(runs, func(r history.Run) bool { return r.Name == h.Name && strings.HasPrefix(r.Order, flaky.OrderPrefix) })
	if i < 0 {
		return console.Usage(errors.New("there is no search to go on with"), "ptr flaky begins one")
	}
	last := runs[i]
	if now := app.Revision(ctx, h.Root); now != last.Revision {
		return console.Usage(fmt.Errorf("the suite is at another revision than the search was: %s, not %s", called(now), called(last.Revision)), "leave --resume out")
	}
	if h.tests, err = h.continued(ctx, last); err != nil {
		return err
	}
	h.Config.Seed = last.Seed
	h.past = []flaky.Run{}
	for _, r := range slices.Backward(runs) {
		name, ours := strings.CutPrefix(r.Order, flaky.OrderPrefix)
		if !ours || r.Name != h.Name || r.Seed != last.Seed || r.Revision != last.Revision || r.State != history.Finished {
			continue
		}
		run, err := h.pastRun(ctx, r, flaky.KindOf(name))
		if err != nil {
			return err
		}
		run.Name = name
		h.past = append(h.past, run)
	}
	fmt.Fprintf(h.Streams.Err, "ptr: going on with seed %d, of which %s had ended\n", last.Seed, console.Plural(len(h.past), "order"))
	return nil
}

// continued are the tests that a search was of whose latest order is last. They need not be
// typed again; what names others is another search.
func (h *hunt) continued(ctx context.Context, last history.Run) ([]suite.Test, error) {
	were, err := h.DB.Planned(ctx, last)
	if err != nil {
		return nil, app.HistoryError(err)
	}
	tests := app.Among(h.tests, app.IDsOf(were))
	if len(tests) < len(were) || len(tests) < len(h.tests) && !h.Session.Whole() {
		err := fmt.Errorf("the latest search was of %s, of which %d are among the %d that are selected", console.Plural(len(were), "test"), len(tests), len(h.tests))
		return nil, console.Usage(err, "ptr flaky --resume goes on with those that there were; leave --resume out to begin with others")
	}
	return tests, nil
}

// called is a revision, in words where there is none.
func called(revision string) string {
	if revision == "" {
		return "none that git knows"
	}
	return revision
}

// mostPast is how many ordinary runs count as evidence.
const mostPast = 100

// ordinary are runs of the same code that the history has: those of the same revision, if
// nothing differed from it.
func (h *hunt) ordinary(ctx context.Context) ([]flaky.Run, error) {
	now := app.Revision(ctx, h.Root)
	if now == "" || strings.HasSuffix(now, app.Dirty) {
		return nil, nil
	}
	runs, err := h.DB.Runs(ctx, mostPast)
	if err != nil {
		return nil, app.HistoryError(err)
	}
	var past []flaky.Run
	for _, r := range slices.Backward(runs) {
		if r.Name != h.Name || r.Revision != now || r.State != history.Finished || r.Condition != "" || strings.HasPrefix(r.Order, flaky.OrderPrefix) {
			continue
		}
		run, err := h.pastRun(ctx, r, flaky.Ordinary)
		if err != nil {
			return nil, err
		}
		past = append(past, run)
	}
	return past, nil
}

// pastRun is a run of the history. Attempts that ptr made to look into a failure are left
// out.
func (h *hunt) pastRun(ctx context.Context, r history.Run, kind flaky.OrderKind) (flaky.Run, error) {
	h.counted = append(h.counted, r.ID)
	run := flaky.Run{Condition: r.Condition, Kind: kind, Name: r.ID, Began: r.Started, Took: r.Finished.Sub(r.Started)}
	var attempts []suite.Attempt
	for a, err := range h.DB.Attempts(ctx, r) {
		if err != nil {
			return run, app.HistoryError(err)
		}
		if a.Parent == "" && (a.Cause == suite.Planned || a.Cause == suite.Repeat) {
			attempts = append(attempts, lean(a.Attempt))
		}
	}
	slices.SortStableFunc(attempts, func(a, b suite.Attempt) int { return a.Start.Compare(b.Start) })
	for _, a := range attempts {
		run.Trial.Order = append(run.Trial.Order, a.Test)
	}
	run.Attempts = attempts
	return run, nil
}
