package gotest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// alone is a worker that starts a process for each test, in the ordinary way.
type alone struct {
	f      *Framework
	t      *target
	place  worker.Place
	result suite.UnitResult
	death  *session // the process that died, until Close
}

// Run implements [worker.Worker].
func (a *alone) Run(ctx context.Context, b worker.Batch, report func(worker.Event)) error {
	if a.death != nil {
		return a.death.death
	}
	for _, t := range b.Tests {
		if err := a.run(ctx, t, b, report); err != nil {
			return err
		}
	}
	return nil
}

func (a *alone) run(ctx context.Context, t suite.Test, b worker.Batch, report func(worker.Event)) error {
	child, err := worker.Spawn(worker.Command{
		Path: a.t.binary, Dir: a.t.Dir, Keeper: a.place.Keeper, Env: a.f.environ(a.t, a.place), Mute: true,
		Args: slices.Concat(a.f.flags(), a.f.onlyFlags(nameOf(t.ID, t.Unit)), a.f.o.Args),
	})
	if err != nil {
		return fmt.Errorf("starting the tests of %s: %w", a.t.ImportPath, err)
	}
	s := newSession(a.t, child)
	if err := s.Run(ctx, worker.Batch{Tests: []suite.Test{t}, Limit: b.Limit}, report); err != nil {
		a.death = s
		return err
	}
	result, err := s.Close(ctx)
	a.add(result)
	return err
}

// add keeps the worst of what became of the package in each process.
func (a *alone) add(r suite.UnitResult) {
	if a.result.Outcome == "" || a.result.Outcome == suite.Pass {
		a.result.Unit, a.result.Outcome, a.result.Reason = r.Unit, r.Outcome, r.Reason
	}
	if len(a.result.Output) < excerptLimit {
		a.result.Output = append(a.result.Output, r.Output...)
	}
	a.result.CPU += r.CPU
}

// Close implements [worker.Worker].
func (a *alone) Close(ctx context.Context) (suite.UnitResult, error) {
	if a.death == nil {
		return a.result, nil
	}
	result, err := a.death.Close(ctx)
	a.add(result)
	a.death = nil
	return a.result, err
}

// onlyFlags select one test and, of its subtests, those that -run and -skip do.
func (f *Framework) onlyFlags(name string) []string {
	return []string{"-test.run=" + f.only(name), "-test.skip=" + f.o.Skip}
}

// only is the pattern of one test and what -run selects of its subtests.
func (f *Framework) only(name string) string {
	run := []string{"^" + name + "$"}
	for i, levels := range f.filter.run {
		if levels[0].MatchString(function(name)) {
			run = append(run, split(f.o.Run)[i][1:]...)
			break
		}
	}
	return strings.Join(run, "/")
}
