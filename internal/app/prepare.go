package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/suite"
)

// List builds the suite, finds its tests, and selects those that were asked
// for, in their order.
func (s *Session) List(ctx context.Context) (framework.Listing, []suite.Test, error) {
	patterns, labels := invocation.Divide(s.Framework, s.Options)
	var listing framework.Listing
	var err error
	if len(patterns) == 0 {
		patterns, err = s.sift(ctx, append(labels, s.Sought...))
	}
	var changed *change
	if err == nil && s.Changed != "" {
		changed, patterns, err = s.change(ctx, patterns)
	}
	if err == nil {
		listing, err = s.Framework.List(ctx, patterns)
	}
	if err != nil {
		return listing, nil, invocation.Blame(err)
	}
	if err := s.misnamed(listing, patterns); err != nil {
		return listing, nil, err
	}
	if err := s.unfound(listing, patterns, labels); err != nil {
		return listing, nil, err
	}
	s.Name = cmp.Or(s.Config.Name, listing.Name)
	selection, err := s.selection(ctx, listing, labels, changed)
	if err != nil {
		return listing, nil, err
	}
	if len(listing.Tests) == 0 && len(listing.Results) > 0 && (len(labels) == 0 || !good(listing.Results)) {
		listing.Notes = append(listing.Notes, s.leftOut(ctx, listing)...)
		return listing, nil, nil // nothing can be run: that is a result
	}
	tests, err := selection.Apply(listing.Tests)
	return listing, tests, s.sought(ctx, listing, err)
}

// good reports whether nothing went wrong with any of the units that have nothing to run.
func good(results []suite.UnitResult) bool {
	return !slices.ContainsFunc(results, func(r suite.UnitResult) bool { return !r.Outcome.Good() })
}

// misnamed says that the patterns name nothing that exists. Where they name
// something else too, that is run, and what doesn't exist is a result.
func (s *Session) misnamed(listing framework.Listing, patterns []string) error {
	if len(listing.Results) == 0 || slices.ContainsFunc(listing.Units, func(u suite.Unit) bool { return u.Dir != "" }) {
		return nil
	}
	if err := invocation.NoSuite(s.Config.Dir); err != nil {
		return err
	}
	err := errors.New(reason(listing.Results[0]))
	for _, pattern := range patterns {
		if folder := strings.TrimSuffix(pattern, "/..."); isModule(filepath.Join(s.Root, folder)) {
			return console.Usage(err, folder+" is a module of its own: give -C "+reports.Quote(filepath.Join(s.Dir, folder)))
		}
	}
	return console.Usage(err, "name packages as go test does, such as ./orders or ./..., in a folder that is part of a module")
}

// isModule reports whether a folder is the root of a Go module.
func isModule(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, "go.mod"))
	return err == nil
}

// unfound says where the tests may be that the own discovery of a suite in Python does
// not find: it passes over folders that are no packages.
func (s *Session) unfound(listing framework.Listing, patterns, labels []string) error {
	chosen := len(patterns) + len(labels) + len(s.Python.Names) + len(s.Python.Tags) + len(s.Python.ExcludeTags)
	if len(listing.Tests) > 0 || !invocation.InPython(s.Config.Framework) || chosen > 0 {
		return nil
	}
	return invocation.Undiscovered(s.Config.Dir)
}

// reason is what the go command says of a package, behind the line that names
// it.
func reason(r suite.UnitResult) string {
	text := strings.TrimSpace(string(r.Output))
	if heading, rest, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(heading, "# ") {
		text = rest
	}
	first, _, _ := strings.Cut(text, "\n")
	return r.Unit + ": " + first
}

func (s *Session) selection(ctx context.Context, listing framework.Listing, labels []string, changed *change) (Selection, error) {
	selection := Selection{Labels: labels, StartAt: s.StartAt, StartAfter: s.StartAfter}
	var err error
	if selection.Order, err = s.order(listing); err != nil {
		return selection, err
	}
	if s.Filter != "" {
		filter, err := config.ParseFilter(s.Filter)
		if err != nil {
			return selection, invocation.Misconfigured(err)
		}
		past, err := s.past(ctx)
		if err != nil {
			return selection, err
		}
		selection.Filter = func(t suite.Test) bool { return filter.Matches(t, past[t.ID]) }
	}
	if s.RerunFailed {
		if selection.Only, err = s.lastFailed(ctx, listing.Tests); err != nil {
			return selection, err
		}
	}
	if changed != nil {
		touched, err := s.touches(changed, listing.Tests)
		if err != nil {
			return selection, err
		}
		selection.Only = both(selection.Only, touched)
	}
	selection.Together, err = together(s.KeepTogether)
	return selection, err
}

// order reads --order.
func (s *Session) order(listing framework.Listing) (plan.Order, error) {
	switch {
	case s.Order == "source" || s.Order == "":
		return plan.Source, nil
	case s.Order == "reverse":
		return plan.Reverse, nil
	case s.Order == "shuffle":
		return plan.Shuffle(s.Config.Seed), nil
	case strings.HasPrefix(s.Order, "file:"):
		return orderFile(strings.TrimPrefix(s.Order, "file:"), listing)
	}
	return nil, console.Usage(fmt.Errorf("unknown order %q", s.Order), "use one of source, reverse, shuffle, file:F")
}

func orderFile(name string, listing framework.Listing) (plan.Order, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, console.Usage(err, "an order file has one test a line, as ptr list prints them")
	}
	defer f.Close()
	labels, err := plan.ReadLabels(f)
	if err != nil {
		return nil, console.Usage(fmt.Errorf("%s: %w", name, err), "")
	}
	names := suite.NewNames(IDsOf(listing.Tests))
	var order suite.Order
	for _, label := range labels {
		id, err := Resolve(names, label)
		var wrong *console.Error
		if errors.As(err, &wrong) {
			return nil, &console.Error{Status: wrong.Status, Err: fmt.Errorf("%s: %w", name, wrong.Err), Hint: wrong.Hint}
		}
		if err != nil {
			return nil, err
		}
		order = append(order, id)
	}
	return plan.Listed(order), nil
}

func (s *Session) lastFailed(ctx context.Context, all []suite.Test) ([]suite.ID, error) {
	failures, err := s.DB.LastFailed(ctx, s.Name)
	var unknown *history.UnknownError
	if errors.As(err, &unknown) || err == nil && len(failures.Tests) == 0 {
		return nil, console.Usage(errors.New("no test failed in the latest run"), "ptr history lists the runs")
	}
	if err == nil && !slices.ContainsFunc(all, func(t suite.Test) bool { return slices.Contains(failures.Tests, t.ID) }) {
		return nil, console.Usage(errors.New("the tests that failed in the latest run are not among those that there are now"), typedThen(failures.Run, "ptr list shows the tests that there are"))
	}
	return failures.Tests, err
}
