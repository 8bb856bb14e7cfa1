package app

import (
	"context"
	"fmt"
	"time"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/suite"
)

// pair says what a test and all others of its package and kind do to each other.
func (s *session) pair(ctx context.Context, p *prober, all []suite.Test, b BisectOptions) error {
	begin := time.Now()
	id, err := resolve(suite.NewNames(idsOf(all)), b.Pair)
	if err != nil {
		return err
	}
	f := failing{test: p.tests[id]}
	_, others := companions(f, all)
	show := s.searchScreen(p, all, b, f)
	fmt.Fprintf(show.out, "%s and %s\n\n", show.short(id), plural(len(others), "other test"))
	found, err := bisect.Pair(ctx, bisect.Options{
		Probe: p.probe, Workers: p.workers, Victim: id, Order: others,
		Cost: func(id suite.ID) time.Duration { return p.costs.Of(p.tests[id]) }, Start: p.costs.Start,
		Seed: s.config.Seed, Alpha: b.Alpha, Told: show.round,
	}, b.Exhaustive)
	if err != nil {
		return err
	}
	show.pair(found, time.Since(begin))
	if b.JSON != "" {
		return writeJSON(s.streams, b.JSON, found)
	}
	return nil
}

// pair shows what was found.
func (s *searchScreen) pair(f bisect.PairFinding, took time.Duration) {
	fmt.Fprintln(s.out)
	name := s.short(f.Test)
	var lines []string
	if len(f.By.Causes) > 0 || f.By.Kind != bisect.NotReproduced {
		lines = s.sentences(f.By)
	}
	for _, e := range f.Makes {
		effect := "passes after it, and fails without"
		if e.Fails {
			effect = "fails after it"
		}
		lines = append(lines, fmt.Sprintf("%s: %s %s", name, s.short(e.Test), effect))
	}
	if len(f.By.Causes) == 0 && len(f.Makes) == 0 {
		lines = append(lines, name+" does nothing to the others, and they do nothing to it, as far as can be seen")
	}
	s.claim(lines, len(f.Makes) > 0 || s.accuses(f.By))
	s.sum(f.Rounds, f.Tests, took)
}
