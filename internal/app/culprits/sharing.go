package culprits

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/suite"
)

// share asks of others that fail whether they do so for what was found of one, and adds
// those to its answer. rest are those that do not.
func (s seeker) share(ctx context.Context, p *app.Prober, all []suite.Test, a *Answer, others []failing, b Question, show *searchScreen) (rest []failing, err error) {
	var kin []failing // that can run in one process with it, or beside what it fails beside
	for _, f := range others {
		if a.Finding.Kind == bisect.NeedsNeighbours || f.test.Unit == show.f.test.Unit && f.test.Kind == show.f.test.Kind {
			kin = append(kin, f)
		} else {
			rest = append(rest, f)
		}
	}
	var options []bisect.Options
	for _, f := range kin {
		options = append(options, s.options(p, all, f, b, show))
	}
	shared, err := bisect.Share(ctx, a.Finding, options)
	if err != nil || len(shared.Parties) == 0 {
		return others, err
	}
	a.Rounds, a.Tests = a.Rounds+shared.Rounds, a.Tests+shared.Tests
	for i, party := range shared.Parties {
		if !party.Shares {
			kin[i].heard = party.Heard
			rest = append(rest, kin[i])
			continue
		}
		also, err := s.also(all, party.Finding, kin[i])
		if err != nil {
			return nil, err
		}
		a.Also, show.also = append(a.Also, also), append(show.also, kin[i])
	}
	cheapestFirst(rest, p)
	return rest, nil
}

// also is what is said of one that has a cause in common with another.
func (s seeker) also(all []suite.Test, found bisect.Finding, f failing) (Also, error) {
	also := Also{Finding: found, Run: f.run}
	if found.Kind == bisect.NeedsNeighbours { // no command has tests meet
		return also, nil
	}
	for _, c := range found.Causes {
		again, err := s.Again(all, append(slices.Clone(c.Tests), found.Victim))
		if err != nil {
			return also, err
		}
		also.Again = append(also.Again, again)
	}
	return also, nil
}

// cheapestFirst sorts failures by what had run before them, which a search runs again.
func cheapestFirst(failed []failing, p *app.Prober) {
	cost := func(f failing) (sum time.Duration) {
		for _, id := range f.before {
			sum += p.Costs.Of(p.Tests[id])
		}
		return sum
	}
	slices.SortStableFunc(failed, func(f, g failing) int { return cmp.Compare(cost(f), cost(g)) })
}

// has is the cause of a finding that has the same tests as c; ok is false if there is none.
func (a Also) has(c bisect.Cause) (i int, ok bool) {
	i = slices.IndexFunc(a.Finding.Causes, func(d bisect.Cause) bool { return slices.Equal(c.Tests, d.Tests) })
	return i, i >= 0
}

// having are the victims that have a cause.
func having(c bisect.Cause, also []Also) (victims []suite.ID) {
	for _, a := range also {
		if _, ok := a.has(c); ok {
			victims = append(victims, a.Finding.Victim)
		}
	}
	return victims
}
