// Package checkup reads of the history of a suite how healthy that is: which tests fail, of
// which causes and since when.
package checkup

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/reports/health"
	"github.com/ptr-project/ptr/suite"
)

// Of is what runs, the oldest first, say of the suite called name. Its causes are
// those that a func finds in them.
func Of(ctx context.Context, db *history.DB, name string, runs []history.Run, owner func(file string) []string, causes func(*health.Suite) []health.Cause) (*health.Suite, error) {
	known, err := db.Known(ctx, name)
	if err != nil {
		return nil, err
	}
	h := &healer{db: db, known: known, owner: owner, whole: map[string]int{}, byID: map[suite.ID]int{},
		suite: &health.Suite{Name: name, Written: time.Now()}}
	digests, err := digestsOf(ctx, db, runs)
	if err != nil {
		return nil, err
	}
	if err := h.list(ctx, runs); err != nil {
		return nil, err
	}
	for i, r := range runs {
		h.suite.Framework = r.Framework
		h.suite.Runs = append(h.suite.Runs, runOf(r, digests[i]))
		if err := h.add(i, r, digests[i]); err != nil {
			return nil, err
		}
	}
	h.name()
	h.suite.Causes = causes(h.suite)
	for _, more := range []func(context.Context, []history.Run) error{h.passing, h.timeline, h.dependences} {
		if err := more(ctx, runs); err != nil {
			return nil, err
		}
	}
	return h.suite, nil
}

// digestsOf reads runs on all processors: most of the work is SQLite's.
func digestsOf(ctx context.Context, db *history.DB, runs []history.Run) ([]history.Digest, error) {
	digests := make([]history.Digest, len(runs))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(runtime.NumCPU())
	for i, r := range runs {
		work.Go(func() (err error) {
			digests[i], err = db.Digest(ctx, r)
			return err
		})
	}
	return digests, work.Wait()
}

func runOf(r history.Run, d history.Digest) health.Run {
	run := health.Run{
		ID: r.ID, Revision: r.Revision, Started: r.Started, State: string(r.State), Order: r.Order, Seed: r.Seed, Workers: r.Workers,
		Counts: r.Summary, SetUp: d.SetUp, Condition: r.Condition, Given: r.Args,
	}
	if name, ours := strings.CutPrefix(r.Order, flaky.OrderPrefix); ours && r.Condition == "" && !flaky.KindOf(name).Natural() {
		run.Condition = string(flaky.KindOf(name)) // no order of CI's: it tells nothing of how often that is green
	}
	if r.Finished.After(r.Started) {
		run.Duration = r.Finished.Sub(r.Started)
	}
	return run
}

// A healer makes up what is known of a suite from its history.
type healer struct {
	db    *history.DB
	suite *health.Suite
	known map[history.Key]suite.Test
	owner func(file string) []string

	index []int // by key, one more than the test's place in the suite; keys are small
	byID  map[suite.ID]int
	whole map[string]int // units that failed as a whole
	runs  int
}

// list enters the tests of runs, in the order of the latest run that has them.
func (h *healer) list(ctx context.Context, runs []history.Run) error {
	h.runs = len(runs)
	for _, r := range slices.Backward(runs) {
		keys, err := h.db.PlannedKeys(ctx, r)
		if err != nil {
			return err
		}
		for _, key := range keys {
			h.test(key)
		}
	}
	return nil
}

// test is the index of a test, which is entered if it is new.
func (h *healer) test(key history.Key) int {
	for int(key) >= len(h.index) {
		h.index = append(h.index, make([]int, int(key)+1)...)
	}
	if h.index[key] == 0 {
		t := h.known[key]
		i := h.enter(health.Test{ID: t.ID, Unit: t.Unit, File: t.File, Line: t.Line, Owners: h.owner(t.File)})
		h.index[key], h.byID[t.ID] = i+1, i
	}
	return h.index[key] - 1
}

func (h *healer) enter(t health.Test) int {
	t.Results = make([]health.Result, h.runs)
	h.suite.Tests = append(h.suite.Tests, t)
	return len(h.suite.Tests) - 1
}

// add enters what became of tests in the run with index i.
func (h *healer) add(i int, r history.Run, d history.Digest) error {
	keys, err := h.db.PlannedKeys(context.Background(), r)
	if err != nil {
		return err
	}
	for _, key := range keys {
		h.suite.Tests[h.test(key)].Results[i].Verdict = suite.NotRun
	}
	for _, g := range d.Good {
		result := &h.suite.Tests[h.test(g.Test)].Results[i]
		result.Verdict = cmp.Or(result.Verdict, suite.NotRun).After(suite.Attempt{Cause: suite.Planned, Outcome: g.Outcome})
		result.Duration += g.Duration
	}
	return h.others(i, r, d)
}

// name gives tests their short names.
func (h *healer) name() {
	ids := make([]suite.ID, 0, len(h.suite.Tests))
	for _, t := range h.suite.Tests {
		if !t.Whole {
			ids = append(ids, t.ID)
		}
	}
	names := suite.NewNames(ids)
	for i, t := range h.suite.Tests {
		h.suite.Tests[i].Short = names.Short(t.ID)
		if t.Whole {
			h.suite.Tests[i].Short = string(t.ID)
		}
	}
}
