// Package flakes is ptr flaky: a suite run in many orders, and what that shows of its tests.
package flakes

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/suite"
)

// Options say how long to look for flaky tests, and under what.
type Options struct {
	Runs       int           // plain orders; 0: as many as the others allow
	Budget     time.Duration // 0: no limit
	Bound      float64       // until no test that never failed can fail more often; 0: not asked
	Width      float64       // until the rates of others are known so well; 0: not asked
	Systematic bool
	NoWatch    bool     // leave out the run that tells what tests read and write
	Perturb    []string // each one condition, as --perturb takes it
	Resume     bool     // go on with the latest search
	Alpha      float64
	JSON       string // file; "" is none
}

// Find runs the suite in many orders and says which tests are flaky, of what kind, and
// why. The error says that the caller or ptr is wrong, not a test.
func Find(ctx context.Context, streams console.Streams, o invocation.Options, f Options) (status int, err error) {
	if err := f.check(); err != nil {
		return console.BadUsage, err
	}
	if _, err := app.HealthFiles(o.Reports); err != nil { // before there is anything to report
		return console.BadUsage, err
	}
	s, ctx, end, err := app.Begin(ctx, streams, o)
	if err != nil {
		return console.PtrFailed, err
	}
	defer func() { err = end(err) }()
	h := &hunt{Session: s, Options: f}
	defer func() { err = cmp.Or(err, h.close()) }()
	hide := streams.LiveLine().During("building the tests, and preparing databases")
	err = h.prepare(ctx)
	hide()
	if err != nil {
		return console.PtrFailed, app.Because(ctx, err)
	}
	if f.Systematic {
		if err := h.announce(); err != nil {
			return console.BadUsage, err
		}
	}
	if err := h.watch(ctx); err != nil {
		return console.PtrFailed, app.Because(ctx, err)
	}
	report, err := flaky.Search(ctx, h.options())
	h.screen.end()
	if err != nil && ctx.Err() == nil {
		return console.PtrFailed, err
	}
	if err := h.tell(context.WithoutCancel(ctx), report); err != nil {
		return console.PtrFailed, err
	}
	return flakyStatus(report), app.Because(ctx, err)
}

// check says what makes no sense.
func (o Options) check() error {
	switch {
	case o.Runs < 0:
		return console.Usage(fmt.Errorf("--runs %d: there is no such number of orders", o.Runs), "leave it out for 20, or give a time by --budget")
	case o.Budget < 0:
		return console.Usage(fmt.Errorf("--budget %v is no time at all", o.Budget), "give one such as 20m, or leave it out")
	case o.Alpha <= 0 || o.Alpha >= 1:
		return console.Usage(fmt.Errorf("--error %v is no share between 0 and 1", o.Alpha), "leave it out for 0.001")
	}
	return nil
}

// flakyStatus is the exit status for what was found: tests that failed plainly are a
// result.
func flakyStatus(r flaky.Report) int {
	for _, t := range r.Flaky {
		if t.Kind != flaky.Provoked && t.Kind != flaky.Infrastructure {
			return console.TestsFailed
		}
	}
	return console.OK
}

// A hunt is one search for flaky tests.
type hunt struct {
	*app.Session
	Options
	sweeper   *sweeper
	tests     []suite.Test
	hatched   bool // nothing but glances is forked
	perturbed []flaky.Condition
	others    []*app.Session // one for each perturbation
	sweepers  []*sweeper     // theirs
	past      []flaky.Run
	counted   []string // IDs of past runs
	screen    *flakyScreen

	conflicts []flaky.Conflict
}

// prepare sets everything up: the suite as it is, and once more under each perturbation.
func (h *hunt) prepare(ctx context.Context) error {
	p, tests, err := h.Prober(ctx)
	if err != nil {
		return err
	}
	if len(tests) == 0 {
		return console.Usage(errors.New("no tests are selected"), "ptr list shows the tests that there are")
	}
	h.hatched, p.Forks = p.Hatched && !p.Forks, p.Forks || p.Hatched
	h.sweeper, h.tests = &sweeper{Prober: p}, tests
	if h.Resume {
		if err := h.resume(ctx); err != nil {
			return err
		}
	}
	if h.past == nil {
		if h.past, err = h.ordinary(ctx); err != nil {
			return err
		}
	}
	for _, text := range h.Options.Perturb {
		if err := h.perturb(ctx, text); err != nil {
			return err
		}
	}
	h.screen = newFlakyScreen(h.Streams, h.Names(tests))
	for _, c := range h.perturbed {
		h.screen.means[c.Name] = c.Means
	}
	return nil
}

// announce says what it takes to have each test run right after each other.
func (h *hunt) announce() error {
	orders, err := flaky.Systematic(h.tests)
	if err != nil {
		return console.Usage(fmt.Errorf("--systematic: %w", err), fmt.Sprintf("name a class, a package or some of the tests: up to %d", flaky.SystematicLimit))
	}
	var once time.Duration
	for _, t := range h.tests {
		once += h.sweeper.Costs.Of(t)
	}
	about := time.Duration(orders) * (once + h.sweeper.Costs.Start) / time.Duration(h.sweeper.Workers)
	fmt.Fprintf(h.Streams.Err, "ptr: each of %s right after each other: %s, about %v\n", console.Plural(len(h.tests), "test"), console.Plural(orders, "order"), about.Round(time.Second))
	return nil
}

func (h *hunt) options() flaky.Options {
	o := flaky.Options{
		Plain: flaky.Condition{Probe: h.sweeper.probe}, Perturbed: h.perturbed, Tests: h.tests, Workers: h.sweeper.Workers, Hatched: h.hatched,
		Runs: h.Runs, Budget: h.Budget, Until: flaky.Until{Bound: h.Bound, Width: h.Width},
		Systematic: h.Systematic, Conflicts: h.conflicts, Past: h.past, Alpha: h.Alpha, Seed: h.Config.Seed,
		Now: time.Now, Told: h.screen.progress,
	}
	if h.InPython() {
		o.Dealt, h.screen.dealt = h.dealt, h.dealt(1).Means
	}
	return o
}

// tell shows what was found, and writes it.
func (h *hunt) tell(ctx context.Context, r flaky.Report) error {
	commands, err := h.commands(r)
	if err != nil {
		return err
	}
	h.screen.report(r, h.sweeper.Workers, commands)
	if h.JSON != "" {
		if err := console.WriteJSON(h.Streams, h.JSON, flakyDocument(r, commands)); err != nil {
			return err
		}
	}
	return h.write(ctx, r, commands)
}
