package culprits

import (
	"context"

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
	if holds, err := s.holds(ctx, p, found, f.known); err != nil || holds {
		return found, err
	}
	p.Forks = asked
	show.again("in processes that start anew: forked ones do not show it, or not so")
	anew, err := bisect.Search(ctx, s.options(p, all, f, b, show))
	anew.Rounds, anew.Tests = anew.Rounds+found.Rounds, anew.Tests+found.Tests
	return anew, err
}

// holds reports whether the victim goes both ways, behind each of its causes and alone, in
// processes that start anew.
func (s seeker) holds(ctx context.Context, p *app.Prober, f bisect.Finding, known suite.Signature) (bool, error) {
	sets := causes(f)
	if f.Kind == bisect.NeedsNeighbours || len(sets) == 0 {
		return false, nil
	}
	for i, set := range sets {
		c := caseOf(f, i, set, known)
		c.Workers = p.Workers
		c.Probe = func(ctx context.Context, t suite.Trial) ([]suite.Attempt, error) {
			t.Anew = true
			return p.Probe(ctx, t)
		}
		if holds, err := evidence.BothWays(ctx, c); err != nil || !holds {
			return false, err
		}
	}
	return true, nil
}
