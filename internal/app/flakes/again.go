package flakes

import (
	"fmt"
	"slices"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// What to type next about a test.
type next struct {
	again string      // to see it fail again, or to find what makes it; "" if there is nothing to see
	hits  suite.Count // of what that runs, as far as it was measured
	why   string      // that shows it
	ask   string      // to find out more; "" if nothing else is known to help
}

// commands are what to type next about each test.
func (h *hunt) commands(r flaky.Report) (map[suite.ID]next, error) {
	short := h.Names(h.tests)
	commands := map[suite.ID]next{}
	for _, t := range r.Flaky {
		name := reports.Quote(short(t.Test))
		n := h.next(t, name)
		if t.Kind == flaky.OrderDependent && len(t.By) > 0 {
			again, err := h.Again(h.tests, append(slices.Clone(t.By), t.Test))
			if err != nil {
				return nil, err
			}
			n = next{again, t.Hits, "right after what it fails of", n.again}
		}
		commands[t.Test] = n
	}
	return commands, nil
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

// next is for one test. The history has the order in which it failed, for ptrbisect.
func (h *hunt) next(t flaky.Result, name string) next {
	run := func(flags ...string) string {
		return h.Command(append(append(h.Here("ptr run", h.Where()), flags...), "--test "+name))
	}
	switch {
	case t.Kind == flaky.Infrastructure:
		return next{}
	case t.Condition != "":
		return next{run("--perturb " + reports.Quote(t.Condition)), t.Hits, "under that perturbation", ""}
	case t.Kind == flaky.NonIdempotent:
		return next{run("--repeat 2"), t.Hits, "right after itself", ""}
	case t.Kind == flaky.Brittle || t.Kind == flaky.AlwaysFails:
		return next{run(), t.Hits, "with nothing before it", ""}
	case t.Kind == flaky.Nondeterministic && (t.Alone.Failed > 0 || t.Alone.Passed < manyAlone):
		return next{run(fmt.Sprintf("--repeat %d", toSee(t))), suite.Count{}, "enough times for it to fail once, most probably", h.ask(t, name)}
	}
	return next{h.Command(append(h.Here("ptrbisect", h.Where()), "--failing "+name)), suite.Count{}, "it finds out what makes the test fail", h.ask(t, name)}
}

// ask is what to type to find out what makes a nondeterministic test fail: the
// perturbations that provoke most. "" if this search had some already.
func (h *hunt) ask(t flaky.Result, name string) string {
	if t.Kind != flaky.Nondeterministic || t.EValue > 0 || len(h.perturbed) > 0 {
		return ""
	}
	words := h.Here("ptr flaky", nil)
	for _, condition := range []string{"clock", "clock,ties", "scheduler,delays"} {
		words = append(words, "--perturb "+condition)
	}
	return h.Command(append(words, "--test "+name))
}
