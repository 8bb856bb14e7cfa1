package gotest

import (
	"context"
	"path/filepath"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/suite"
)

// List builds the test binaries of the packages that patterns name, as `go test`
// would and with the same checks by vet, and asks each for its tests.
func (f *Framework) List(ctx context.Context, patterns []string) (framework.Listing, error) {
	var listing framework.Listing
	var err error
	if f.tool, err = f.o.toolchain(ctx); err != nil {
		return listing, err
	}
	packages, err := f.o.packages(ctx, patterns)
	if err != nil {
		return listing, err
	}
	targets, results, err := f.build(ctx, packages)
	if err != nil {
		return listing, err
	}
	at, err := f.o.standpoint(ctx)
	if err != nil {
		return listing, err
	}
	listing.Name = at.name()
	listing.Results = results
	if f.hears.deaf != "" {
		listing.Notes = append(listing.Notes, suite.Warned{Text: "no statements are shown: " + f.hears.deaf})
	}
	if err := f.inspect(ctx, targets); err != nil {
		return listing, err
	}
	f.enter(&listing, packages, targets)
	return listing, nil
}

// inspect asks all binaries, a few at once.
func (f *Framework) inspect(ctx context.Context, targets []*target) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.NumCPU())
	for _, t := range targets {
		group.Go(func() error { return f.inspectOne(ctx, t) })
	}
	return group.Wait()
}

// enter brings packages and their tests into source order.
func (f *Framework) enter(listing *framework.Listing, packages []pkg, targets []*target) {
	built := map[string]*target{}
	for _, t := range targets {
		built[t.ImportPath] = t
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, p := range packages {
		listing.Units = append(listing.Units, suite.Unit{Name: p.ImportPath, Dir: p.Dir})
		t := built[p.ImportPath]
		if t == nil {
			continue
		}
		f.targets[p.ImportPath] = t
		t.tests = slices.DeleteFunc(t.tests, func(x suite.Test) bool { return !f.filter.selects(function(nameOf(x.ID, x.Unit))) })
		listing.Tests = append(listing.Tests, t.tests...)
		if len(t.tests) == 0 {
			listing.Results = append(listing.Results, suite.UnitResult{
				Unit: p.ImportPath, Outcome: suite.Pass, Reason: "no tests to run",
			})
		}
		if t.unfed != "" && !f.o.PerTest {
			listing.Notes = append(listing.Notes, suite.Warned{Text: f.unfed(t)})
		}
		if t.blind != "" {
			listing.Notes = append(listing.Notes, suite.Warned{
				Text: p.ImportPath + ": its package variables are not looked at: " + t.blind,
			})
		}
	}
}

// unfed says what t's tests go without.
func (f *Framework) unfed(t *target) string {
	text := t.ImportPath + ": one process for each test, since its test binary can't be fed: " + t.unfed
	if f.o.DebugSQL {
		text += "; no statements are shown"
	}
	return text
}

// nameOf is the name that package testing knows a test by.
func nameOf(id suite.ID, unit string) string { return string(id)[len(unit)+1:] }

func idOf(unit, name string) suite.ID { return suite.ID(unit + "." + name) }

// relative is file as seen from the suite's root, if it lies there.
func (f *Framework) relative(file string) string {
	root, err := filepath.Abs(f.o.Dir)
	if err != nil {
		return file
	}
	if rel, err := filepath.Rel(root, file); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return file
}
