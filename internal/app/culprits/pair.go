package culprits

import (
	"context"
	"fmt"
	"time"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/suite"
)

// pair says what a test and all others of its package and kind do to each other.
func (s seeker) pair(ctx context.Context, p *app.Prober, all []suite.Test, b Question) error {
	begin := time.Now()
	id, err := app.Resolve(suite.NewNames(app.IDsOf(all)), b.Pair)
	if err != nil {
		return err
	}
	f := failing{test: p.Tests[id]}
	_, others := companions(f, all)
	show := s.searchScreen(p, all, b, f)
	about := fmt.Sprintf("%s and %s", show.short(id), console.Plural(len(others), "other test"))
	fmt.Fprintf(show.out, "%s\n\n", about)
	found, err := bisect.Pair(ctx, bisect.Options{
		Probe: p.Probe, Workers: p.Workers, Victim: id, Order: others,
		Cost: func(id suite.ID) time.Duration { return p.Costs.Of(p.Tests[id]) }, Start: p.Costs.Start,
		Seed: s.Config.Seed, Alpha: b.Alpha, Told: show.round,
	}, b.Exhaustive)
	if err != nil {
		return err
	}
	sentences := show.pair(found)
	a := account{
		about: about, sentences: sentences, promise: show.promiseOf(len(found.Makes) > 0 || show.accuses(found.By)),
		rounds: show.rounds, sum: effort(found.Rounds, found.Tests, time.Since(begin)),
	}
	show.tell(a)
	return b.teller.tell(told{"What " + show.short(id) + " and others do to each other", s.searchFacts(p), []account{a}, found})
}

// pair are sentences about what was found.
func (w wording) pair(f bisect.PairFinding) []string {
	name := w.short(f.Test)
	var lines []string
	if len(f.By.Causes) > 0 || f.By.Kind != bisect.NotReproduced {
		lines = w.sentences(f.By, nil)
	}
	for _, e := range f.Makes {
		effect := "passes after it, and fails without"
		if e.Fails {
			effect = "fails after it"
		}
		lines = append(lines, fmt.Sprintf("%s: %s %s", name, w.short(e.Test), effect))
	}
	if len(f.By.Causes) == 0 && len(f.Makes) == 0 {
		lines = append(lines, name+" does nothing to the others, and they do nothing to it, as far as can be seen")
	}
	return lines
}
