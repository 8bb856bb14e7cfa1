// Package scaling says where the time of runs goes that differ in their number of
// workers, and how near they come to what no schedule beats.
package scaling

import (
	"errors"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

// An Account says where the time of one run went. Busy, Between, Clones, Starts
// and Idle are times of all its workers, added up; with Workers times Ending they are
// Workers times what Makespan returns.
type Account struct {
	Suite   string // its name
	Workers int
	Tests   int           // attempts
	Wall    time.Duration // of the command
	CPU     time.Duration // of the command and all that it started; 0 if unknown

	SetUp     time.Duration // of Wall: until workers could begin
	Build     time.Duration // of SetUp
	Databases time.Duration // of SetUp, beside Build: templates, and the servers of the first clones
	Ending    time.Duration // of Wall: after the last test

	Busy    time.Duration // tests ran; those that run at the same time in a process count once
	Between time.Duration // between two tests of a process: the engine, and isolation
	Clones  time.Duration // waited for them
	Starts  time.Duration // else between processes: ending one, starting the next, until its first test begins
	Idle    time.Duration // no tests were left, and another worker had not ended its last

	Load plan.Load // what the tests were, as they ran here
}

// Makespan is how long it took without the set-up.
func (a Account) Makespan() time.Duration { return a.Wall - a.SetUp }

// A Clock is when a command began and ended, seen from outside.
type Clock struct{ Begin, End time.Time }

var errCutShort = errors.New("the report has no beginning, or no end")

// Read makes up the account of the run that events are of. Up to parallel tests run
// at once in each of its processes, if they are parallel tests.
func Read(events iter.Seq2[suite.Event, error], clock Clock, parallel int) (Account, error) {
	var started suite.RunStarted
	a := Account{Wall: clock.End.Sub(clock.Begin)}
	workers, ended := map[int]*timeline{}, false
	of := func(worker int) *timeline {
		if workers[worker] == nil {
			workers[worker] = &timeline{}
		}
		return workers[worker]
	}
	for e, err := range events {
		if err != nil {
			return a, err
		}
		switch e := e.(type) {
		case suite.RunStarted:
			started = e
			for worker := range e.Workers {
				of(worker + 1)
			}
		case suite.WorkerStarted:
			of(e.Worker).waited += e.Waited
		case suite.Ended:
			if e.Parent == "" {
				of(e.Worker).attempts = append(of(e.Worker).attempts, e.Attempt)
			}
		case suite.UnitEnded:
			a.Load.CPU += e.CPU
		case suite.RunFinished:
			ended = true
		}
	}
	if started.Run == "" || !ended {
		return a, errCutShort
	}
	a.begin(started, clock)
	a.add(slices.Collect(maps.Values(workers)), started, clock, parallel)
	return a, nil
}

// begin enters what came before.
func (a *Account) begin(started suite.RunStarted, clock Clock) {
	a.Suite, a.Workers, a.SetUp = started.Name, started.Workers, started.Time.Sub(clock.Begin)
	for _, phase := range started.SetUp {
		switch phase.Name {
		case "build":
			a.Build = phase.Duration
		case "databases":
			a.Databases = phase.Duration
		}
	}
}

// add enters what workers did.
func (a *Account) add(workers []*timeline, started suite.RunStarted, clock Clock, parallel int) {
	together := map[suite.ID]bool{}
	for _, t := range started.Tests {
		together[t.ID] = t.Parallel
	}
	last := started.Time
	for _, w := range workers {
		w.follow(started.Time, together, parallel)
		if w.end.After(last) {
			last = w.end
		}
	}
	for _, w := range workers {
		a.Tests += len(w.attempts)
		a.Busy, a.Between, a.Clones, a.Starts = a.Busy+w.busy, a.Between+w.between, a.Clones+w.waited, a.Starts+w.starts
		a.Idle += last.Sub(w.end)
		for _, t := range w.attempts {
			a.Load.Longest = max(a.Load.Longest, t.Duration)
		}
	}
	a.Load.Work, a.Ending = a.Busy, clock.End.Sub(last)
}
