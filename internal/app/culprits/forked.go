package culprits

import (
	"context"
	"slices"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/bisect/evidence"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/suite"
)

// byFork searches in processes that are forked, where they can be, and again in such as
// tests run in otherwise if what it finds does not show in these, or is nobody.
func (s seeker) byFork(ctx context.Context, p *app.Prober, all []suite.Test, f failing, b Question, show *searchScreen) (bisect.Finding, error) {
	asked := p.Forks
	p.Forks = asked || p.Hatched
	found, err := bisect.Search(ctx, s.options(p, all, f, b, show))
	if err != nil || p.Forks == asked {
		return found, err
	}
	if holds, err := s.holds(ctx, p, found, f); err != nil || holds {
		return found, err
	}
	p.Forks = asked
	show.again("in processes that start anew: forked ones do not show it, or not so")
	anew, err := bisect.Search(ctx, s.options(p, all, f, b, show))
	anew.Rounds, anew.Tests = anew.Rounds+found.Rounds, anew.Tests+found.Tests
	return anew, err
}

// holds reports whether the victim goes both ways, behind each of its causes and alone, in
// processes that start anew; or one way only, if that was found.
func (s seeker) holds(ctx context.Context, p *app.Prober, found bisect.Finding, f failing) (bool, error) {
	anew := func(ctx context.Context, t suite.Trial) ([]suite.Attempt, error) {
		t.Anew = true
		return p.Probe(ctx, t)
	}
	switch found.Kind {
	case bisect.AlwaysFails:
		return fails(ctx, anew, f)
	case bisect.NeedsNeighbours:
		return meets(ctx, anew, found)
	}
	sets := causes(found)
	if len(sets) == 0 {
		return false, nil
	}
	for i, set := range sets {
		c := caseOf(found, i, set, f.known)
		c.Workers, c.Probe = p.Workers, anew
		if holds, err := evidence.BothWays(ctx, c); err != nil || !holds {
			return false, err
		}
	}
	return true, nil
}

// meetings is how often a victim runs beside its neighbours at most until it fails.
const meetings = 8

// meets reports whether a victim passes alone, twice, and fails beside its neighbours.
func meets(ctx context.Context, probe suite.Probe, found bisect.Finding) (bool, error) {
	alone := suite.Trial{Order: suite.Order{found.Victim}}
	for _, t := range []suite.Trial{alone, alone} {
		attempts, err := probe(ctx, t)
		if err != nil || len(attempts) == 0 || suite.SayingOf(attempts[0]) != suite.Passes {
			return false, err
		}
	}
	beside := suite.Trial{Order: alone.Order, Beside: []suite.Order{found.Causes[0].Tests}}
	for range meetings {
		attempts, err := probe(ctx, beside)
		if err != nil || len(attempts) > 0 && suite.SayingOf(attempts[0]) == suite.Fails {
			return err == nil, err
		}
	}
	return false, nil
}

// fails reports whether a test fails alone, twice, and in the order in which it failed.
func fails(ctx context.Context, probe suite.Probe, f failing) (bool, error) {
	alone := suite.Trial{Order: suite.Order{f.test.ID}}
	for _, t := range []suite.Trial{alone, alone, {Order: append(slices.Clone(f.before), f.test.ID)}} {
		attempts, err := probe(ctx, t)
		if err != nil || len(attempts) == 0 {
			return false, err
		}
		if last := attempts[len(attempts)-1]; suite.SayingOf(last) != suite.Fails || !f.known.Matches(last) {
			return false, nil
		}
	}
	return true, nil
}
