package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/suite"
)

// FlakyOptions say how long to look for flaky tests, and under what.
type FlakyOptions struct {
	Runs       int           // plain orders; 0: as many as the others allow
	Budget     time.Duration // 0: no limit
	Bound      float64       // until no test that never failed can fail more often; 0: not asked
	Width      float64       // until the rates of others are known so well; 0: not asked
	Systematic bool
	Perturb    []string // each one condition, as --perturb takes it
	Resume     bool     // go on with the latest search
	Alpha      float64
	JSON       string // file; "" is none
}

// Flaky runs the suite in many orders and says which tests are flaky, of what kind, and
// why. The error says that the caller or ptr is wrong, not a test.
func Flaky(ctx context.Context, streams Streams, o Options, f FlakyOptions) (status int, err error) {
	s, ctx, end, err := begin(ctx, streams, o)
	if err != nil {
		return PtrFailed, err
	}
	defer func() { err = end(err) }()
	h := &hunt{session: s, FlakyOptions: f}
	defer func() { err = cmp.Or(err, h.close()) }()
	hide := streams.liveLine().during("building the tests, and preparing databases")
	err = h.prepare(ctx)
	hide()
	if err != nil {
		return PtrFailed, because(ctx, err)
	}
	if f.Systematic {
		if err := h.announce(); err != nil {
			return BadUsage, err
		}
	}
	report, err := flaky.Search(ctx, h.options())
	h.screen.end()
	if err != nil && ctx.Err() == nil {
		return PtrFailed, err
	}
	if err := h.tell(context.WithoutCancel(ctx), report); err != nil {
		return PtrFailed, err
	}
	return flakyStatus(report), because(ctx, err)
}

// flakyStatus is the exit status for what was found: tests that failed plainly are a
// result.
func flakyStatus(r flaky.Report) int {
	for _, t := range r.Flaky {
		if t.Kind != flaky.Provoked && t.Kind != flaky.Infrastructure {
			return TestsFailed
		}
	}
	return OK
}

// A hunt is one search for flaky tests.
type hunt struct {
	*session
	FlakyOptions
	sweeper   *sweeper
	tests     []suite.Test
	perturbed []flaky.Condition
	others    []*session // one for each perturbation
	sweepers  []*sweeper // theirs
	past      []flaky.Run
	counted   []string // IDs of past runs
	screen    *flakyScreen
}

// prepare sets everything up: the suite as it is, and once more under each perturbation.
func (h *hunt) prepare(ctx context.Context) error {
	p, tests, err := h.prober(ctx)
	if err != nil {
		return err
	}
	if len(tests) == 0 {
		return Usage(errors.New("no tests are selected"), "ptr list shows the tests that there are")
	}
	h.sweeper, h.tests = &sweeper{prober: p}, tests
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
	for _, text := range h.FlakyOptions.Perturb {
		if err := h.perturb(ctx, text); err != nil {
			return err
		}
	}
	h.screen = newFlakyScreen(h.streams, h.names(tests))
	for _, c := range h.perturbed {
		h.screen.means[c.Name] = c.Means
	}
	return nil
}

// perturb sets the suite up once more, under what text says. What cannot be done here is
// left out, aloud.
func (h *hunt) perturb(ctx context.Context, text string) error {
	o := h.Options
	o.Perturb, o.Seed = []string{text}, h.config.Seed
	s, err := open(h.streams, o)
	if err != nil {
		return err
	}
	h.others = append(h.others, s)
	p, _, err := s.prober(ctx)
	if err != nil {
		return err
	}
	for _, e := range s.unperturbed() {
		fmt.Fprintln(h.streams.Err, "ptr: warning:", e.(suite.Warned).Text)
	}
	condition := s.condition()
	if condition == "" {
		return nil
	}
	var means []string
	for _, c := range s.perturbed() {
		means = append(means, c.Means)
	}
	sweeper := &sweeper{prober: p, condition: condition}
	h.sweepers = append(h.sweepers, sweeper)
	h.perturbed = append(h.perturbed, flaky.Condition{Name: condition, Means: strings.Join(means, ", "), Probe: sweeper.probe})
	return nil
}

func (h *hunt) close() error {
	var errs []error
	for _, s := range h.others {
		errs = append(errs, s.close())
	}
	return errors.Join(errs...)
}

// announce says what it takes to have each test run right after each other.
func (h *hunt) announce() error {
	orders, err := flaky.Systematic(h.tests)
	if err != nil {
		return Usage(fmt.Errorf("--systematic: %w", err), fmt.Sprintf("name a class, a package or some of the tests: up to %d", flaky.SystematicLimit))
	}
	var once time.Duration
	for _, t := range h.tests {
		once += h.sweeper.costs.Of(t)
	}
	about := time.Duration(orders) * (once + h.sweeper.costs.Start) / time.Duration(h.sweeper.workers)
	fmt.Fprintf(h.streams.Err, "ptr: each of %s right after each other: %s, about %v\n", plural(len(h.tests), "test"), plural(orders, "order"), about.Round(time.Second))
	return nil
}

func (h *hunt) options() flaky.Options {
	return flaky.Options{
		Plain: flaky.Condition{Probe: h.sweeper.probe}, Perturbed: h.perturbed, Tests: h.tests, Workers: h.sweeper.workers,
		Runs: h.Runs, Budget: h.Budget, Until: flaky.Until{Bound: h.Bound, Width: h.Width},
		Systematic: h.Systematic, Past: h.past, Alpha: h.Alpha, Seed: h.config.Seed,
		Now: time.Now, Told: h.screen.progress,
	}
}

// tell shows what was found, and writes it.
func (h *hunt) tell(ctx context.Context, r flaky.Report) error {
	commands, err := h.commands(r)
	if err != nil {
		return err
	}
	h.screen.report(r, h.sweeper.workers, commands)
	if h.JSON != "" {
		if err := writeJSON(h.streams, h.JSON, flakyDocument(r, commands)); err != nil {
			return err
		}
	}
	return h.write(ctx, r, commands)
}
