package culprits

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/suite"
)

// oneQuestion is an error unless just one thing is asked.
func (b Question) oneQuestion() error {
	asked := 0
	for _, label := range []string{strings.Join(b.Failing, ""), b.Pair, b.Matrix} {
		if label != "" {
			asked++
		}
	}
	switch {
	case asked == 0 && b.Run == "" && b.Order == "":
		return console.Usage(errors.New("which test fails?"),
			"name it: ptrbisect --failing orders.TestRefund; or ask about all that failed in a run: ptrbisect --in-run latest")
	case asked > 1:
		return console.Usage(errors.New("--failing, --pair and --matrix are different questions"), "ask one after the other")
	}
	return nil
}

// subject are the labels that are asked about.
func (b Question) subject() string { return strings.Join(b.Failing, ", ") }

// title is the question.
func (b Question) title() string {
	switch {
	case len(b.Failing) == 1:
		return "Why " + b.subject() + " fails"
	case len(b.Failing) > 1:
		return "Why " + b.subject() + " fail"
	case b.Order != "":
		return "Why tests failed in " + b.Order
	}
	return "Why tests failed in run " + b.Run
}

// nothingFailed is the error of asking about all that failed somewhere.
func nothingFailed(where string) error {
	return console.Usage(fmt.Errorf("nothing failed in %s", where), "name the test that fails: ptrbisect --failing orders.TestRefund")
}

// asked are the tests among all whose failures are to be explained, if they have failed.
func (s seeker) asked(ctx context.Context, all []suite.Test, b Question) ([]suite.Test, error) {
	switch {
	case len(b.Failing) == 0 && b.Order != "":
		return all, nil
	case len(b.Failing) == 0:
		return s.failedIn(ctx, all, b.Run)
	}
	var tests []suite.Test
	for _, label := range b.Failing {
		some, err := named(all, label)
		if err != nil {
			return nil, err
		}
		for _, t := range some {
			if !slices.ContainsFunc(tests, func(u suite.Test) bool { return u.ID == t.ID }) {
				tests = append(tests, t)
			}
		}
	}
	return tests, nil
}

// failedIn are the tests among all that failed in a run of the history.
func (s seeker) failedIn(ctx context.Context, all []suite.Test, run string) ([]suite.Test, error) {
	r, err := app.FindRun(ctx, s.DB, []string{run})
	if err != nil {
		return nil, err
	}
	failed := map[suite.ID]bool{}
	for a, err := range s.DB.Attempts(ctx, r) {
		if err != nil {
			return nil, app.HistoryError(err)
		}
		failed[a.Test] = failed[a.Test] || firstFailed(a.Attempt)
	}
	return slices.DeleteFunc(slices.Clone(all), func(t suite.Test) bool { return !failed[t.ID] }), nil
}
