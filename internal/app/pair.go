package app

import (
	"context"
	"fmt"
	"io"
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
	out := s.streams.Out
	if b.JSON == "-" {
		out = io.Discard
	}
	short := s.names(all)
	fmt.Fprintf(out, "%s and %s\n\n", short(id), plural(len(others), "other test"))
	show := &searchScreen{out: out, live: s.streams.Terminal && b.JSON != "-", alpha: b.Alpha, short: short, f: f}
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
	if len(f.By.Causes) > 0 || f.By.Kind != bisect.NotReproduced {
		fmt.Fprintln(s.out, s.sentence(f.By))
	}
	for _, e := range f.Makes {
		effect := "passes after it, and fails without"
		if e.Fails {
			effect = "fails after it"
		}
		fmt.Fprintf(s.out, "%s: %s %s%s\n", name, s.short(e.Test), effect, s.promise())
	}
	if len(f.By.Causes) == 0 && len(f.Makes) == 0 {
		fmt.Fprintf(s.out, "%s does nothing to the others, and they do nothing to it, as far as can be seen\n", name)
	}
	fmt.Fprintf(s.out, "   %s, %s, %.1f s\n", plural(f.Rounds, "round"), plural(f.Tests, "test run"), took.Seconds())
}
