package app

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/housing"
	"github.com/ptr-project/ptr/internal/process"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

// first is the first event of the run.
func (s *Session) first(listing framework.Listing, p plan.Plan, costs plan.Costs, now time.Time) suite.RunStarted {
	e := suite.RunStarted{
		Name: s.Name, Framework: s.Framework.Name(), Root: s.Root, Time: now,
		Seed: s.Config.Seed, Workers: len(p.Lanes), Units: listing.Units, SetUp: s.phases, Perturbed: s.Perturbed(),
		Of:    s.shardOf,
		Flags: strings.Join(s.finds(), " "), Passed: strings.Join(s.passed(), " "),
	}
	for _, lane := range p.Lanes {
		for _, piece := range lane {
			e.Tests = append(e.Tests, piece.Tests...)
		}
	}
	if len(costs.Tests) > 0 {
		e.Estimate = p.Length(costs)
	}
	return e
}

// record begins the run's history.
func (s *Session) record(ctx context.Context, started *suite.RunStarted, p plan.Plan) (*history.Recorder, error) {
	return s.RecordAs(ctx, started, p, s.Order, s.Condition())
}

// RecordAs begins the history of a run of this order under these perturbations.
func (s *Session) RecordAs(ctx context.Context, started *suite.RunStarted, p plan.Plan, order, condition string) (*history.Recorder, error) {
	owner, err := process.MarkOf(os.Getpid())
	if err != nil {
		return nil, err
	}
	var lanes [][]suite.ID
	for _, lane := range p.Lanes {
		lanes = append(lanes, lane.Order())
	}
	recorder, err := s.DB.Begin(ctx, history.Run{
		Name: started.Name, Framework: started.Framework, Revision: Revision(ctx, s.Root), Dir: s.Root,
		Args: append(s.finds(), s.passed()...), Order: order, Condition: condition, Seed: started.Seed, Workers: started.Workers,
		Owner: owner.String(), Started: started.Time,
	}, started.Tests, lanes)
	if err != nil {
		return nil, console.Failure(fmt.Errorf("beginning the run's history: %w", err), "")
	}
	started.Run = recorder.Run().ID
	return recorder, nil
}

// opening are the events of what was known before anything ran.
func opening(listing framework.Listing, sets []housing.Set) []suite.Event {
	var events []suite.Event
	for _, a := range sets {
		for _, warning := range a.Template.Warnings {
			events = append(events, warning)
		}
	}
	for _, note := range listing.Notes {
		events = append(events, note)
	}
	for _, result := range listing.Results {
		events = append(events, suite.UnitEnded{UnitResult: result})
	}
	return events
}
