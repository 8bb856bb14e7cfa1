package checkup

import (
	"context"
	"fmt"
	"slices"

	"github.com/ptr-project/ptr/causes"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/reports/health"
	"github.com/ptr-project/ptr/suite"
)

// Causes groups failures that say the same, and then groups that were seen in the same
// runs.
func Causes(s *health.Suite) []health.Cause {
	apart := outagesOf(s)
	var keys []string
	groups := map[string]*health.Cause{}
	for i, f := range s.Failures {
		key, name, kind := string(f.Outcome)+"\n"+f.Signature.Text, firstLine(f.Said), health.Kind("")
		switch what := apart[[2]int{f.Run, f.Test}]; {
		case what != "":
			key, name, kind = "\n"+what, what, health.Infrastructure
		case f.Signature.Text == "":
			key, name = string(f.Outcome)+"\n"+string(s.Tests[f.Test].ID), fmt.Sprintf("%s: %s", s.Tests[f.Test].Short, f.Outcome)
		}
		if groups[key] == nil {
			groups[key] = &health.Cause{Name: name, Kind: kind}
			keys = append(keys, key)
		}
		groups[key].Failures = append(groups[key].Failures, i)
	}
	found := make([]health.Cause, 0, len(keys))
	for _, key := range keys {
		found = append(found, *groups[key])
	}
	found = coinciding(s, found)
	for i := range found {
		Describe(s, &found[i])
	}
	return found
}

// outagesOf are the failures, by run and test, that are not their tests' fault, with what
// was wrong.
func outagesOf(s *health.Suite) map[[2]int]string {
	type event struct {
		run  int
		what string
	}
	tests, ear := map[event]map[int]bool{}, causes.NewEar()
	for _, f := range s.Failures {
		what, _ := ear.Hear(f.Said)
		if what == "" {
			what, _ = ear.Hear(f.Output[max(0, len(f.Output)-lastWords):])
		}
		if what == "" {
			continue
		}
		o := event{f.Run, what}
		if tests[o] == nil {
			tests[o] = map[int]bool{}
		}
		tests[o][f.Test] = true
	}
	found := map[[2]int]string{}
	for o, hit := range tests {
		if len(hit) < causes.ManyAtOnce {
			continue
		}
		for t := range hit {
			found[[2]int{o.run, t}] = max(found[[2]int{o.run, t}], o.what)
		}
	}
	return found
}

// lastWords is how many bytes at the end of what a test printed may tell of an outage.
const lastWords = 2000

// coinciding joins causes that were seen together too often for chance. Only runs as people
// start them tell: what fails in a reversed order fails there with all else that does.
func coinciding(s *health.Suite, found []health.Cause) []health.Cause {
	var all []causes.Seen
	for i, c := range found {
		var seen causes.Seen
		if c.Kind == health.Infrastructure {
			seen.By = fmt.Sprint(i) // stays apart
		}
		for _, run := range s.SeenIn(c) {
			if s.Runs[run].Condition == health.Plain {
				seen.Runs.Add(run)
			}
		}
		for _, run := range s.Exposed(c) {
			if s.Runs[run].Condition == health.Plain {
				seen.Exposed.Add(run)
			}
		}
		all = append(all, seen)
	}
	var joined []health.Cause
	for _, group := range causes.Cluster(all, causes.Drifting) {
		c := found[group[0]]
		for _, i := range group[1:] {
			c.Failures = append(c.Failures, found[i].Failures...)
		}
		slices.Sort(c.Failures)
		joined = append(joined, c)
	}
	return joined
}

// passing finds for each of the first causes how it looks when the test passes.
func (h *healer) passing(ctx context.Context, runs []history.Run) error {
	h.suite.Rank()
	for i := range h.suite.Causes[:min(topCauses, len(h.suite.Causes))] {
		c := &h.suite.Causes[i]
		last := h.suite.Failures[c.Failures[len(c.Failures)-1]]
		if last.Alone.Good() {
			c.Passing = health.Evidence{Where: "the same test right after, alone in a fresh process and clone", Text: last.AloneSaid}
			continue
		}
		run := latestPass(h.suite.Tests[last.Test])
		if run < 0 {
			continue
		}
		attempts, err := h.db.AttemptsAt(ctx, runs[run], h.suite.Tests[last.Test].ID)
		if err != nil {
			return err
		}
		for _, a := range attempts {
			if a.Outcome == suite.Pass {
				printed, err := h.printed(runs[run], a, nil)
				if err != nil {
					return err
				}
				c.Passing = health.Evidence{Text: printed, Where: fmt.Sprintf("the same test in run %s, on worker %d after %s, seed %d",
					runs[run].ID, a.Worker, reports.Plural(a.Position, "test"), runs[run].Seed)}
			}
		}
	}
	return nil
}

// latestPass is the index of the last run that t passed, or -1.
func latestPass(t health.Test) int {
	for i, r := range slices.Backward(t.Results) {
		if r.Verdict == suite.Passed {
			return i
		}
	}
	return -1
}
