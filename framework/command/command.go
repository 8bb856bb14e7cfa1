// Package command runs suites of any kind by two command lines: one that lists
// tests, and one that runs them. docs/command-framework.md describes for its
// users what these print and return.
package command

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// Options describe a suite.
type Options struct {
	Name string // "" is the name of Dir
	Dir  string // where both lines are run, absolute
	List string // a line for the shell that prints one test ID a line
	Run  string // one that runs the test {id}, or the tests {ids}; both are quoted

	Env []string // of List, as NAME=VALUE; nil is ptr's own
}

// New is the framework of one suite, which is one unit.
func New(o Options) framework.Framework {
	if o.Name == "" {
		o.Name = filepath.Base(o.Dir)
	}
	return &commands{o}
}

type commands struct{ suite Options }

func (c *commands) Name() string { return "command" }

// IsPattern is false: a list cannot be restricted, so that all arguments are
// names of tests.
func (c *commands) IsPattern(string) bool { return false }

func (c *commands) List(ctx context.Context, patterns []string) (framework.Listing, error) {
	if len(patterns) > 0 {
		return framework.Listing{}, fmt.Errorf("%q: suites of the command framework have no patterns", patterns[0])
	}
	printed, err := c.list(ctx)
	if err != nil {
		return framework.Listing{}, fmt.Errorf("listing tests by %q: %w", c.suite.List, err)
	}
	unit := suite.Unit{Name: c.suite.Name, Dir: c.suite.Dir}
	tests, err := parseList(printed, unit.Name)
	if err != nil {
		return framework.Listing{}, fmt.Errorf("listing tests by %q: %w", c.suite.List, err)
	}
	return framework.Listing{Name: unit.Name, Units: []suite.Unit{unit}, Tests: tests}, nil
}

// Start starts no process yet: every line has one of its own.
func (c *commands) Start(_ context.Context, unit string, place worker.Place) (worker.Worker, error) {
	return &lines{suite: c.suite, unit: unit, place: place, shared: worker.Excerpt{Limit: keep}}, nil
}
