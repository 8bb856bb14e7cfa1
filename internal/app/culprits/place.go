package culprits

import (
	"context"
	"slices"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/suite"
)

// find searches for what makes a test fail as it did or, if it takes several tests for that
// and it failed at the same place without, saying something else, for what makes it fail
// there: what it says may tell of all that was left behind. known is what was searched for.
func (s seeker) find(ctx context.Context, p *app.Prober, all []suite.Test, f failing, b Question, show *searchScreen) (found bisect.Finding, known suite.Signature, err error) {
	found, err = s.byFork(ctx, p, all, f, b, show)
	if err != nil || simple(found) || !elsewise(found, f.known) {
		return found, f.known, err
	}
	known, f.known = f.known, f.known.Place()
	show.again("whatever it says: at the same place it failed in other words")
	there, err := s.byFork(ctx, p, all, f, b, show)
	rounds, tests := found.Rounds+there.Rounds, found.Tests+there.Tests
	if simple(there) {
		found, known = there, f.known
	}
	found.Rounds, found.Tests = rounds, tests
	return found, known, err
}

// simple reports whether a finding names single tests only, or says that none is needed.
func simple(f bisect.Finding) bool {
	switch f.Kind {
	case bisect.NotReproduced, bisect.Accumulation:
		return false
	}
	return !slices.ContainsFunc(f.Causes, func(c bisect.Cause) bool { return len(c.Tests) > 1 })
}

// elsewise reports whether a test failed in other words at the place that is known.
func elsewise(f bisect.Finding, known suite.Signature) bool {
	return slices.ContainsFunc(f.Unresolved, known.Place().Matches)
}
