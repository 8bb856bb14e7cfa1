package culprits

import (
	"context"
	"slices"
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
	Also     []Also         `json:"also,omitempty"`     // other tests that fail for the same, or pass
	Evidence []Evidence     `json:"evidence"`           // of each cause, in their order; of an accumulation one
	Rounds   int            `json:"rounds"`             // in all
	Tests    int            `json:"test_runs"`          // in all
	Given    *Given         `json:"given,omitempty"`    // of a test that hangs
	Searched time.Duration  `json:"search_nanoseconds"` // from the first trial to the finding
	Took     time.Duration  `json:"nanoseconds"`        // with the evidence
}

// An Also is another test for which one or more of the causes were confirmed.
type Also struct {
	Finding bisect.Finding `json:"finding"`
	Run     string         `json:"run"`
	Again   []string       `json:"again"` // a command for each of its causes
}

// A Given is how long a test was waited for that hangs.
type Given struct {
	Limit time.Duration `json:"limit_nanoseconds"`
	Took  time.Duration `json:"took_nanoseconds"` // when it passed; 0 if it never did
}

// given is that of a finding; nil if it is not about hanging.
func given(p *app.Prober, f bisect.Finding) *Given {
	if f.Outcome != suite.Timeout {
		return nil
	}
	took, _ := p.Patience.Took(f.Victim)
	return &Given{p.Limit(p.Tests[f.Victim]), took}
}

// explainFailure searches, asks of others whether they fail for the same, says whom it has
// found, and looks at what these leave behind. rest are the others that have another cause.
func (s seeker) explainFailure(ctx context.Context, p *app.Prober, all []suite.Test, f failing, others []failing, b Question) (a Answer, told account, rest []failing, err error) {
	begin := time.Now()
	show := s.searchScreen(p, all, b, f)
	show.begin()
	found, known, err := s.find(ctx, p, all, f, b, show)
	if err != nil {
		return a, told, nil, err
	}
	a = Answer{Finding: found, Run: f.run, Rounds: found.Rounds, Tests: found.Tests}
	if rest, err = s.share(ctx, p, all, &a, others, b, show); err != nil {
		return a, told, nil, err
	}
	a.Searched, a.Given = time.Since(begin), given(p, found)
	told = show.account(a)
	show.conclude(told)
	if err := s.remember(ctx, a, show.wording, time.Now()); err != nil {
		return a, told, nil, err
	}
	if a.Evidence, err = s.evidence(ctx, p, all, found, known); err != nil {
		return a, told, nil, err
	}
	a.Took = time.Since(begin)
	told = show.account(a)
	show.explain(told)
	return a, told, rest, nil
}

// options are those of a search for what makes f fail.
func (s seeker) options(p *app.Prober, all []suite.Test, f failing, b Question, show *searchScreen) bisect.Options {
	before, others := companions(f, all)
	earlier, allEarlier := ofEarlierKinds(f, all)
	return bisect.Options{
		Probe: p.Probe, Workers: p.Workers, Victim: f.test.ID, Order: before, Others: others, Beside: f.beside, Earlier: earlier, AllEarlier: allEarlier, Suspects: f.left, Known: f.known,
		Cost: func(id suite.ID) time.Duration { return p.Costs.Of(p.Tests[id]) }, Start: p.Costs.Start,
		Seed: s.Config.Seed, Heard: f.heard, Alpha: b.Alpha, Cleaners: b.Cleaners, Told: show.round,
	}
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

// ofEarlierKinds are the tests of a failing one's unit that are of kinds which come before its
// own in a process: those that had run before it there, and all, by kinds.
func ofEarlierKinds(f failing, all []suite.Test) (ran, there suite.Order) {
	comes := map[suite.ID]bool{}
	var earlier []suite.Test
	for _, t := range all {
		if t.Unit == f.test.Unit && t.Kind.Stage() < f.test.Kind.Stage() {
			comes[t.ID] = true
			earlier = append(earlier, t)
		}
	}
	slices.SortStableFunc(earlier, func(a, b suite.Test) int { return a.Kind.Stage() - b.Kind.Stage() })
	for _, id := range f.before {
		if comes[id] {
			ran = append(ran, id)
		}
	}
	return ran, app.IDsOf(earlier)
}

// remember keeps what a search has found, for reports of later runs.
func (s seeker) remember(ctx context.Context, a Answer, w wording, now time.Time) error {
	if a.Finding.Kind == bisect.NotReproduced {
		return nil
	}
	for _, one := range append([]Also{{Finding: a.Finding, Run: a.Run}}, a.Also...) {
		err := s.DB.Explain(ctx, history.Explanation{
			Suite: s.Name, Test: one.Finding.Victim, At: now, Run: one.Run, Text: strings.Join(w.sentences(one.Finding, nil), "; "),
		})
		if err != nil {
			return app.HistoryError(err)
		}
	}
	return nil
}
