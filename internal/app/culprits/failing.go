package culprits

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/ptr-project/ptr/bisect/evidence"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/suite"
)

// A failing is a test that failed, and what its process had run before it.
type failing struct {
	test   suite.Test
	before suite.Order
	beside []suite.Order // what each of the other workers ran
	left   []suite.ID    // those before it that were seen to leave something behind
	known  suite.Signature
	run    string // ID of the run in which it failed; "" if an order was made up
	file   string // that tells the order instead; "" is none
	seen   bool   // it failed there
	worker int
	heard  int // accusations of what might make it fail, so far
}

// named are the tests that a label means: one, or all those that have it in their
// names as a whole word.
func named(tests []suite.Test, label string) ([]suite.Test, error) {
	id, err := app.Resolve(suite.NewNames(app.IDsOf(tests)), label)
	if err == nil {
		return app.Among(tests, []suite.ID{id}), nil
	}
	all := slices.DeleteFunc(slices.Clone(tests), func(t suite.Test) bool { return !app.HasWord(string(t.ID), label) })
	if len(all) == 0 {
		return nil, err
	}
	return all, nil
}

// failedBefore are those of tests that history knows to have failed, each with what had
// run before it in the latest run in which it did, or in the one that is named.
func (s seeker) failedBefore(ctx context.Context, tests []suite.Test, run string) ([]failing, error) {
	far, now := 20, history.Run{Name: s.Name, Number: s.Until + 1}
	if run != "" {
		found, err := app.FindRun(ctx, s.DB, []string{run})
		if err != nil {
			return nil, err
		}
		far, now.Number = 1, found.Number+1
	}
	var all []failing
	for _, t := range tests {
		past, err := s.DB.Outcomes(ctx, now, t.ID, far)
		if err != nil {
			return nil, app.HistoryError(err)
		}
		for _, p := range past {
			f, ok, err := s.failure(ctx, t, p)
			if err != nil {
				return nil, err
			}
			if ok && (run == "" || p.Run.Number == now.Number-1) {
				all = append(all, f)
				break
			}
		}
	}
	return all, nil
}

// failure is how t failed in a run, if it did.
func (s seeker) failure(ctx context.Context, t suite.Test, p history.Past) (f failing, ok bool, err error) {
	i := slices.IndexFunc(p.Attempts, firstFailed)
	if i < 0 {
		return f, false, nil
	}
	a := p.Attempts[i]
	f = failing{test: t, known: suite.SignatureOf(a), run: p.Run.ID, worker: a.Worker}
	executed, err := s.DB.Executed(ctx, p.Run)
	if err != nil {
		return f, false, app.HistoryError(err)
	}
	others := map[int]suite.Order{}
	for _, stretch := range executed {
		at := slices.Index(stretch.Order, t.ID)
		switch {
		case stretch.Worker == a.Worker && stretch.Process == a.Process && at >= 0:
			f.before = stretch.Order[:at]
		case stretch.Worker != a.Worker:
			others[stretch.Worker] = append(others[stretch.Worker], stretch.Order...)
		}
	}
	for _, worker := range slices.Sorted(maps.Keys(others)) {
		f.beside = append(f.beside, others[worker])
	}
	f.left, err = s.leavers(ctx, p.Run, f.before, f.known)
	return f, true, err
}

// firstFailed reports whether an attempt is the failure of a test in its order, and not that
// of one that was run again.
func firstFailed(a suite.Attempt) bool {
	return a.Outcome.Bad() && a.Parent == "" && (a.Cause == suite.Planned || a.Cause == suite.Repeat)
}

// leavers are those of tests that left rows, variables, the environment or the working
// directory changed in a run, as far as that looked; or listen, where a failure says that an
// address is in use.
func (s seeker) leavers(ctx context.Context, r history.Run, tests suite.Order, known suite.Signature) ([]suite.ID, error) {
	left := map[suite.ID]bool{}
	for a, err := range s.DB.Attempts(ctx, r) {
		if err != nil {
			return nil, app.HistoryError(err)
		}
		lasting := slices.ContainsFunc(a.Leaks, func(l suite.Leak) bool {
			_, listens := evidence.Listens(l)
			return l.Kind == suite.LeakEnv || l.Kind == suite.LeakDir || listens && evidence.SaysInUse(known.Text)
		})
		if len(a.Changes) > 0 || lasting {
			left[a.Test] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(tests), func(id suite.ID) bool { return !left[id] }), nil
}

// unfailing says that none of tests was seen to fail.
func unfailing(label string, tests []suite.Test) error {
	return console.Unanswered(fmt.Errorf("%s: %s never failed, neither in the runs of the history nor in %d orders that were tried now",
		label, console.Plural(len(tests), "test"), 2+2*shuffles), "ptr run records an order in which it fails; ptr run --repeat 50 finds one that seldom does")
}

// broken is what to say of err where a test is unknown that may be one of a unit that does
// not build.
func broken(p *app.Prober, err error) error {
	var unknown *suite.UnknownError
	if !errors.As(err, &unknown) || len(p.Broken) == 0 {
		return err
	}
	unit := p.Broken[0]
	return console.Usage(fmt.Errorf("%w, where %s has no tests yet: %s", unknown, unit.Unit, unit.Reason), "see what is wrong there: ptr run "+unit.Unit)
}
