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

// matrix says who affects whom among the tests that a label means: those that can share a
// process, one such group after the other.
func (s seeker) matrix(ctx context.Context, p *app.Prober, all []suite.Test, b Question) error {
	tests, err := named(all, b.Matrix)
	if err != nil {
		return err
	}
	groups := sharing(tests)
	if len(groups) == 0 {
		return console.Usage(fmt.Errorf("--matrix %s: no two of %s can share a process", b.Matrix, console.Plural(len(tests), "test")), "name a package: its tests of one kind can")
	}
	var accounts []account
	var found []bisect.MatrixFinding
	for _, group := range groups {
		m, told, err := s.matrixOf(ctx, p, all, group, b)
		if err != nil {
			return err
		}
		found, accounts = append(found, m), append(accounts, told)
	}
	return b.teller.tell(told{"Who affects whom: " + b.Matrix, s.searchFacts(p), accounts, found})
}

// matrixOf is that of tests that can share a process.
func (s seeker) matrixOf(ctx context.Context, p *app.Prober, all []suite.Test, tests []suite.ID, b Question) (bisect.MatrixFinding, account, error) {
	begin := time.Now()
	show := s.searchScreen(p, all, b, failing{})
	o := bisect.Options{
		Probe: p.Probe, Workers: p.Workers, Order: tests,
		Cost: func(id suite.ID) time.Duration { return p.Costs.Of(p.Tests[id]) }, Start: p.Costs.Start,
		Seed: s.Config.Seed, Alpha: b.Alpha, Told: show.round,
	}
	about := fmt.Sprintf("who affects whom of %s", console.Plural(len(tests), "test"))
	fmt.Fprintf(show.out, "%s: %s\n\n", about, matrixEffort(bisect.MatrixEffort(o, b.Exhaustive)))
	found, err := bisect.Matrix(ctx, o, b.Exhaustive)
	if err != nil {
		return found, account{}, err
	}
	view := newMatrixView(show.wording, found)
	a := account{
		about: about, sentences: view.sentences(show.wording), promise: show.promiseOf(len(view.columns) > 0),
		grid: view.lines(), rounds: show.rounds, sum: effort(found.Rounds, found.Runs, time.Since(begin)),
	}
	if len(view.columns) > 0 {
		if a.picture, err = view.picture(); err != nil {
			return found, a, err
		}
		a.alt = "a cell for each pair: who fails, or passes, after whom"
		a.legend = []detail{{label: "orange, blue", text: "the test fails behind that one; it fails without, and passes behind it"}}
		for i, name := range view.by {
			a.legend = append(a.legend, detail{label: letters(i), text: name})
		}
	}
	show.tell(a)
	return found, a, nil
}

// matrixEffort says what it will take.
func matrixEffort(atLeast, each bisect.Effort) string {
	return fmt.Sprintf("%s, %s, about %s; each test that others affect takes about %s more, %s",
		processes(atLeast.Trials), console.Plural(atLeast.Tests, "test run"), console.Clock(atLeast.Wall), console.Plural(each.Tests, "test run"), console.Clock(each.Wall))
}

// sharing are the tests that can share a process, in groups: of a unit, and of a kind.
func sharing(tests []suite.Test) (groups [][]suite.ID) {
	type place struct {
		unit string
		kind suite.Kind
	}
	var places []place
	by := map[place][]suite.ID{}
	for _, t := range tests {
		at := place{t.Unit, t.Kind}
		if by[at] == nil {
			places = append(places, at)
		}
		by[at] = append(by[at], t.ID)
	}
	for _, at := range places {
		if len(by[at]) > 1 {
			groups = append(groups, by[at])
		}
	}
	return groups
}
