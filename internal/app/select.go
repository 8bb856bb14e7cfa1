package app

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

// A Selection says which tests of a suite are to run, and in which order.
type Selection struct {
	Labels     []string // test IDs, or unique ends of them; none means all tests
	Only       []suite.ID
	Filter     func(suite.Test) bool // nil: all
	StartAt    string                // a label, or the full name of a class, module or package; tests before it in the order are left out
	StartAfter string                // the same; it is left out too
	Order      plan.Order
	Together   func(suite.Test) bool // nil: none
}

// Apply returns the tests of all, which are in source order, that s selects,
// in s's order. The error names a label that no test has, or says that
// nothing is selected.
func (s Selection) Apply(all []suite.Test) ([]suite.Test, error) {
	names := suite.NewNames(IDsOf(all))
	tests, err := s.labelled(all, names)
	if err != nil {
		return nil, err
	}
	if s.Only != nil {
		tests = Among(tests, s.Only)
	}
	if s.Filter != nil {
		tests = slices.DeleteFunc(slices.Clone(tests), func(t suite.Test) bool { return !s.Filter(t) })
	}
	if s.Together != nil {
		tests = plan.Together(tests, s.Together)
	}
	tests, err = s.cut(s.Order(tests), names)
	if err == nil && len(tests) == 0 {
		return nil, console.Usage(errors.New("no tests are selected"), "ptr list shows the tests that there are")
	}
	return tests, err
}

func (s Selection) labelled(all []suite.Test, names *suite.Names) ([]suite.Test, error) {
	if len(s.Labels) == 0 {
		return all, nil
	}
	var ids []suite.ID
	for _, label := range s.Labels {
		id, err := Resolve(names, label)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return Among(all, ids), nil
}

// cut applies StartAt and StartAfter.
func (s Selection) cut(tests []suite.Test, names *suite.Names) ([]suite.Test, error) {
	for _, c := range []struct {
		label string
		cut   func([]suite.Test, func(suite.Test) bool) []suite.Test
	}{{s.StartAt, plan.StartAt}, {s.StartAfter, plan.StartAfter}} {
		if c.label == "" {
			continue
		}
		named, err := within(tests, names, c.label)
		if err != nil {
			return nil, err
		}
		tests = c.cut(tests, named)
	}
	return tests, nil
}

// within tells which of tests a label names: one, or those of a class, module or package.
func within(tests []suite.Test, names *suite.Names, label string) (func(suite.Test) bool, error) {
	part := func(t suite.Test) bool {
		rest, found := strings.CutPrefix(string(t.ID), label)
		return found && strings.IndexAny(rest, "./:") == 0
	}
	if slices.ContainsFunc(tests, part) {
		return part, nil
	}
	id, err := Resolve(names, label)
	one := func(t suite.Test) bool { return t.ID == id }
	if err == nil && !slices.ContainsFunc(tests, one) {
		err = console.Usage(fmt.Errorf("%q is not among the tests that are selected", label), "ptr list shows them, given the same labels and flags")
	}
	return one, err
}

// Among are those of tests that ids name, or name a subtest of, in the order
// of tests.
func Among(tests []suite.Test, ids []suite.ID) []suite.Test {
	wanted := map[suite.ID]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	found := func(t suite.Test) bool {
		return wanted[t.ID] || slices.ContainsFunc(ids, func(id suite.ID) bool {
			return strings.HasPrefix(string(id), string(t.ID)+"/")
		})
	}
	return slices.DeleteFunc(slices.Clone(tests), func(t suite.Test) bool { return !found(t) })
}

func IDsOf(tests []suite.Test) suite.Order {
	ids := make([]suite.ID, len(tests))
	for i, t := range tests {
		ids[i] = t.ID
	}
	return ids
}

// Resolve turns what is wrong with a label into a usage error that shows the
// way out.
func Resolve(names *suite.Names, label string) (suite.ID, error) {
	id, err := names.Resolve(label)
	var unknown *suite.UnknownError
	var ambiguous *suite.AmbiguousError
	switch {
	case errors.As(err, &unknown) && len(unknown.Near) > 0:
		return "", console.Usage(err, "did you mean "+Enumerate(unknown.Near)+"?")
	case errors.As(err, &unknown):
		return "", console.Usage(err, "ptr list shows the tests that there are")
	case errors.As(err, &ambiguous):
		return "", console.Usage(err, "say which: "+Enumerate(ambiguous.Candidates))
	}
	return id, err
}

// Enumerate is at most five of ids, separated by commas.
func Enumerate(ids []suite.ID) string {
	var shown []string
	for i, id := range ids {
		if i == 5 {
			shown = append(shown, fmt.Sprintf("… (%d more)", len(ids)-i))
			break
		}
		shown = append(shown, string(id))
	}
	return strings.Join(shown, ", ")
}
