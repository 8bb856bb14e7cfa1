package culprits

import (
	"context"
	"strings"
	"time"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/suite"
)

// An Answer is what was found out about one test, and how to see it again.
type Answer struct {
	Finding  bisect.Finding `json:"finding"`
	Run      string         `json:"run"`                // in which it failed; "" if an order was made up
	Evidence []Evidence     `json:"evidence"`           // of each cause, in their order; of an accumulation one
	Searched time.Duration  `json:"search_nanoseconds"` // from the first trial to the finding
	Took     time.Duration  `json:"nanoseconds"`        // with the evidence
}

// explainFailure searches, says whom it has found, and looks at what these leave behind.
func (s seeker) explainFailure(ctx context.Context, p *app.Prober, all []suite.Test, f failing, b Question) (Answer, account, error) {
	begin := time.Now()
	show := s.searchScreen(p, all, b, f)
	show.begin()
	before, others := companions(f, all)
	found, err := bisect.Search(ctx, bisect.Options{
		Probe: p.Probe, Workers: p.Workers, Victim: f.test.ID, Order: before, Others: others, Beside: f.beside, Suspects: f.left, Known: f.known,
		Cost: func(id suite.ID) time.Duration { return p.Costs.Of(p.Tests[id]) }, Start: p.Costs.Start,
		Seed: s.Config.Seed, Alpha: b.Alpha, Cleaners: b.Cleaners, Told: show.round,
	})
	if err != nil {
		return Answer{}, account{}, err
	}
	a := Answer{Finding: found, Run: f.run, Searched: time.Since(begin)}
	told := show.account(a)
	show.conclude(told)
	if err := s.remember(ctx, a, told, time.Now()); err != nil {
		return Answer{}, account{}, err
	}
	if a.Evidence, err = s.evidence(ctx, all, found, f.known); err != nil {
		return Answer{}, account{}, err
	}
	a.Took = time.Since(begin)
	told = show.account(a)
	show.explain(told)
	return a, told, nil
}

// companions are the tests that can have run before a failing one in its process, and those
// that could have: of its unit, and of its kind, since a process runs one kind after the
// other.
func companions(f failing, all []suite.Test) (before, others suite.Order) {
	kin := map[suite.ID]bool{}
	for _, t := range all {
		kin[t.ID] = t.Unit == f.test.Unit && t.Kind == f.test.Kind && t.ID != f.test.ID
	}
	for _, id := range f.before {
		if kin[id] {
			before = append(before, id)
			kin[id] = false
		}
	}
	for _, t := range all {
		if kin[t.ID] {
			others = append(others, t.ID)
		}
	}
	return before, others
}

// remember keeps what a search has found, for reports of later runs.
func (s seeker) remember(ctx context.Context, a Answer, told account, now time.Time) error {
	if a.Finding.Kind == bisect.NotReproduced {
		return nil
	}
	err := s.DB.Explain(ctx, history.Explanation{
		Suite: s.Name, Test: a.Finding.Victim, At: now, Run: a.Run, Text: strings.Join(told.sentences, "; "),
	})
	if err != nil {
		return app.HistoryError(err)
	}
	return nil
}
