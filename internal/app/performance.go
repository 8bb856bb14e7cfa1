package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/housing"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
)

// A performance is a plan, and what there is to perform it with.
type performance struct {
	*Session
	listing framework.Listing
	plan    plan.Plan
	costs   plan.Costs
	sets    []housing.Set

	began     time.Time
	started   suite.RunStarted
	landlord  *housing.Landlord
	recorder  *history.Recorder
	reporters *reports.Multi
	journal   *run.Journal
	company   *company
	podium    *podium
	outage    *outage
	crossing  *crossing
	alone     *undisturbed
}

// execute performs p until it is over or stop is closed, and returns the exit status that
// its result calls for.
func (s *Session) execute(ctx context.Context, stop <-chan struct{}, p *performance) (int, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	if err := p.open(ctx, cancel); err != nil {
		return console.PtrFailed, err
	}
	result, err := p.executor().Run(ctx, p.plan, stop)
	result.Summary.Units += failedUnits(p.listing.Results)
	err = Because(ctx, invocation.Blame(err))
	interrupted := result.Stopped && s.FailFast == 0 || ctx.Err() != nil
	if err == nil && s.coverage != "" {
		err = s.mergeCoverage(ctx)
	}
	p.journal.Emit(suite.RunFinished{
		Time: time.Now(), Duration: time.Since(p.began), Interrupted: interrupted, Cause: Cause(err),
		Summary: result.Summary, Notes: p.notes(ctx, result),
	})
	p.journal.Close()
	err = errors.Join(err, p.reporters.Close(), p.recorder.Close())
	return s.status(result, interrupted), err
}

// open begins the history of the run and its reports. Every event goes to the history
// first; cancel ends a run whose events cannot be kept.
func (p *performance) open(ctx context.Context, cancel context.CancelCauseFunc) (err error) {
	p.began = time.Now()
	if p.landlord, err = p.house(p.sets, p.plan); err != nil {
		return err
	}
	p.started = p.first(p.listing, p.plan, p.costs, p.began)
	if p.recorder, err = p.record(ctx, &p.started, p.plan); err != nil {
		return err
	}
	if p.reporters, err = p.Session.reporters(); err != nil {
		return errors.Join(err, p.recorder.Close())
	}
	p.landlord.For(p.Name, p.recorder.Run().ID)
	p.journal = run.NewJournal(
		func(events []suite.Event) error { return p.recorder.Record(context.WithoutCancel(ctx), events) },
		func(e suite.Event) { p.reporters.Event(e) },
		func(err error) { cancel(fmt.Errorf("recording results: %w", err)) },
	)
	p.journal.Emit(p.started)
	for _, event := range append(p.Unperturbed(), opening(p.listing, p.sets)...) {
		p.journal.Emit(event)
	}
	return nil
}

// executor is what runs the plan.
func (p *performance) executor() *run.Executor {
	p.company, p.podium, p.outage = newCompany(), &podium{places: p.Durations}, newOutage()
	p.crossing = newCrossing(p.Config.Dir)
	p.alone = newUndisturbed()
	x := p.Session.executor(p.landlord, p.costs, func(e suite.Event) {
		p.company.see(e)
		p.podium.see(e)
		p.outage.see(e)
		p.crossing.see(e)
		p.alone.see(e)
		p.journal.Emit(e)
	})
	if p.Whole() { // else those that use them perhaps don't run
		x.Unused = func(names []string) {
			if names = p.counter.Without(names); len(names) > 0 {
				p.journal.Emit(p.landlord.WarnUnused(names))
			}
		}
	}
	return x
}

// notes are what is said below the verdict.
func (p *performance) notes(ctx context.Context, r run.Result) []suite.Note {
	notes := p.Session.notes(r, p.listing, p.plan, p.costs, p.landlord)
	notes = append(notes, p.dependents(ctx, p.recorder.Run(), p.started.Tests, p.company, r)...)
	notes = append(notes, p.explainedBefore(ctx, r)...)
	notes = append(notes, p.outage.notes(r, p.unserved())...)
	notes = append(notes, p.crossing.notes(r)...)
	notes = append(notes, p.alone.notes(r)...)
	notes = append(notes, p.podium.notes()...)
	notes = append(notes, p.quarantined(r, time.Now())...)
	if p.Timing {
		notes = append(notes, p.timing(p.sets)...)
	}
	return notes
}

func failedUnits(results []suite.UnitResult) int {
	n := 0
	for _, r := range results {
		if !r.Outcome.Good() {
			n++
		}
	}
	return n
}

// status is the exit status for a result.
func (s *Session) status(r run.Result, interrupted bool) int {
	switch {
	case interrupted:
		return console.Interrupted
	case r.Summary.Broken > 0:
		return console.PtrFailed
	case s.counted(r, suite.Failed) > 0 || r.Summary.Units > 0 || s.Flaky == "fail" && s.counted(r, suite.Flaky) > 0:
		return console.TestsFailed
	}
	return console.OK
}
