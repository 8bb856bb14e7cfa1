package app

import (
	"fmt"
	"strings"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// commands are what to type to see each test fail again, or to find out more.
func (h *hunt) commands(r flaky.Report) map[suite.ID]string {
	short := h.names(h.tests)
	commands := map[suite.ID]string{}
	for _, t := range r.Flaky {
		commands[t.Test] = h.command(t, reports.Quote(short(t.Test)))
	}
	return commands
}

// manyAlone is how often a test passed that by itself may not be flaky at all.
const manyAlone = 10

// toSee is how often to run a nondeterministic test so that it fails once, most probably.
func toSee(t flaky.Result) int {
	failed, of := t.Alone.Failed, t.Alone.Of()
	if failed == 0 {
		failed, of = seen(t)
	}
	return stats.RunsToSee(min(0.99, float64(failed)/float64(of)), 0.95)
}

// command is for one test. The history has the order in which it failed, for ptrbisect.
func (h *hunt) command(t flaky.Result, name string) string {
	var words []string
	args := h.Args
	if h.framework.Name() == "go" {
		args = nil // the package of a test is found by itself
	}
	switch {
	case t.Kind == flaky.Infrastructure:
		return ""
	case t.Condition != "":
		words = append(h.here("ptr run", args), "--perturb "+reports.Quote(t.Condition), "--test "+name)
	case t.Kind == flaky.NonIdempotent:
		words = append(h.here("ptr run", args), "--repeat 2", "--test "+name)
	case t.Kind == flaky.Brittle || t.Kind == flaky.AlwaysFails:
		words = append(h.here("ptr run", args), "--test "+name)
	case t.Kind == flaky.Nondeterministic && (t.Alone.Failed > 0 || t.Alone.Passed < manyAlone):
		words = append(h.here("ptr run", args), fmt.Sprintf("--repeat %d", toSee(t)), "--test "+name)
	default:
		words = append(h.here("ptrbisect", args), "--failing "+name)
	}
	return strings.Join(words, " ")
}
