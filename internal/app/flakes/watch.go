package flakes

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/suite"
)

// When a run that tells what tests read and write is worth what it takes.
const (
	fewOrders     = 5    // that are asked for: too few to be chosen by it
	watchSlower   = 3    // times as long it takes as another, its own build included
	watchedShare  = 0.15 // of a budget that it may take
	likelyWatched = 20   // runs of the history that are looked through for one
)

// watch finds out which tests write what others read: by one run that looks at both or, if
// that is too expensive, by the latest run of the same code with --isolation verify. What
// is in the way of it is no error, but a warning.
func (h *hunt) watch(ctx context.Context) error {
	if h.NoWatch || h.Systematic || len(h.tests) < 2 || !h.watchable() {
		return nil
	}
	var attempts []suite.Attempt
	how, err := "", error(nil)
	if h.affordable() {
		how = "one run has told what tests read and write"
		attempts, err = h.lookAtAll(ctx)
	} else {
		attempts, how, err = h.lookedAt(ctx)
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		fmt.Fprintf(h.Streams.Err, "ptr: warning: what tests read and write is not known: %v\n", err)
		return nil
	case how == "":
		return nil
	}
	h.conflicts = flaky.ConflictsIn(attempts)
	fmt.Fprintf(h.Streams.Err, "ptr: %s: %s\n", how, h.conflictWords())
	return nil
}

// watchable reports whether there is anything that ptr could see tests write to.
func (h *hunt) watchable() bool {
	return len(h.Config.Databases) > 0 || h.Config.Framework == invocation.FrameworkGo
}

// affordable reports whether a run of its own is.
func (h *hunt) affordable() bool {
	if h.Runs > 0 && h.Runs < fewOrders {
		return false
	}
	once := h.sweeper.Costs.Start
	for _, t := range h.tests {
		once += h.sweeper.Costs.Of(t)
	}
	takes := time.Duration(watchSlower) * once / time.Duration(max(1, h.sweeper.Workers))
	return h.Budget == 0 || float64(takes) <= watchedShare*float64(h.Budget)
}

// lookAtAll runs each test once, dealt to the workers in stretches of the suite's order.
func (h *hunt) lookAtAll(ctx context.Context) (attempts []suite.Attempt, err error) {
	defer h.Streams.LiveLine().During("looking at what tests read and write")()
	p, end, err := h.ProbeClosely(ctx, nil, h.Session.Options.Python.StartMethod)
	if err != nil {
		return nil, err
	}
	s := &sweeper{Prober: p, keep: traces}
	n := max(1, min(p.Workers, len(h.tests)))
	parts := make([][]suite.Attempt, n)
	work, ctx := errgroup.WithContext(ctx)
	for i := range n {
		var order suite.Order
		for _, t := range h.tests[i*len(h.tests)/n : (i+1)*len(h.tests)/n] {
			order = append(order, t.ID)
		}
		work.Go(func() (err error) {
			parts[i], err = s.probe(ctx, suite.Trial{Order: order})
			return err
		})
	}
	err = work.Wait()
	if ended := end(); err == nil {
		err = ended
	}
	return slices.Concat(parts...), err
}

// traces is what of an attempt tells what it read and wrote.
func traces(a suite.Attempt) suite.Attempt {
	t := suite.Attempt{Test: a.Test, Unit: a.Unit, Outcome: a.Outcome}
	type place struct{ alias, where string }
	places, texts := map[place]bool{}, map[string]bool{}
	for _, c := range a.Changes {
		if p := (place{c.Alias, c.Where}); !places[p] {
			places[p] = true
			t.Changes = append(t.Changes, suite.Change{Alias: c.Alias, Where: c.Where})
		}
	}
	for _, s := range a.Statements {
		if !texts[s.Text] {
			texts[s.Text] = true
			t.Statements = append(t.Statements, suite.Statement{Text: s.Text})
		}
	}
	return t
}

// lookedAt is the latest run of the same code in which it was seen what tests left changed;
// how is "" if there is none.
func (h *hunt) lookedAt(ctx context.Context) (attempts []suite.Attempt, how string, err error) {
	now := app.Revision(ctx, h.Root)
	if now == "" || strings.HasSuffix(now, app.Dirty) {
		return nil, "", nil
	}
	runs, err := h.DB.Runs(ctx, mostPast)
	if err != nil {
		return nil, "", app.HistoryError(err)
	}
	looked := 0
	for _, r := range runs {
		if r.Name != h.Name || r.Revision != now || r.State != history.Finished {
			continue
		}
		if looked++; looked > likelyWatched {
			break
		}
		changed := false
		for a, err := range h.DB.Attempts(ctx, r) {
			if err != nil {
				return nil, "", app.HistoryError(err)
			}
			attempts = append(attempts, traces(a.Attempt))
			changed = changed || len(a.Changes) > 0
		}
		if changed {
			return attempts, fmt.Sprintf("run %s has told what tests write", r.ID), nil
		}
		attempts = nil
	}
	return nil, "", nil
}

// conflictWords says what was found.
func (h *hunt) conflictWords() string {
	writers, readers, things := map[suite.ID]bool{}, map[suite.ID]bool{}, map[string]bool{}
	for _, c := range h.conflicts {
		writers[c.Writer], readers[c.Reader], things[c.Where] = true, true, true
	}
	if len(writers) == 0 {
		return "no test was seen to leave behind what another reads"
	}
	return fmt.Sprintf("%s left %s changed that %s read; these pairs run next to each other first: %d",
		console.Plural(len(writers), "test"), console.Plural(len(things), "thing"), console.Plural(len(readers), "test"), len(h.conflicts))
}
