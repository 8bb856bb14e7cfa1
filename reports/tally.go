package reports

import (
	"slices"
	"strings"

	"github.com/ptr-project/ptr/suite"
)

// A tally is what a run has come to, as far as people want to know it.
type tally struct {
	run    suite.RunStarted
	names  *suite.Names // made when first needed: of a large suite it is large
	forest forest

	counts    suite.Summary // NotRun is not counted
	verdicts  map[suite.ID]suite.Verdict
	failures  []*failure                   // the first of each test, in the order in which they happened
	failed    map[suite.ID]*failure        // the same
	diagnoses map[suite.ID][]suite.Attempt // the second has nothing beside it
	retries   map[suite.ID]int
	left      []suite.Attempt // that left something behind
	leaks     []suite.Leak    // what they left, each once, as alike has it
	leavers   map[suite.Leak]leavers
	units     []suite.UnitResult // that failed as a whole
	shared    []suite.Leftover
	warnings  []suite.Warned
	finished  *suite.RunFinished // nil if the run was cut short
}

// A failure is a failed attempt at a test, with what is to be shown of it: its
// failed subtests, unless it failed by itself.
type failure struct {
	suite.Attempt
	parts []suite.Attempt
}

func newTally() *tally {
	return &tally{
		forest: forest{}, leavers: map[suite.Leak]leavers{},
		verdicts: map[suite.ID]suite.Verdict{}, failed: map[suite.ID]*failure{},
		diagnoses: map[suite.ID][]suite.Attempt{}, retries: map[suite.ID]int{},
	}
}

// event counts e. It returns the tree of the test that ended, if one did.
func (t *tally) event(e suite.Event) (root node, ended bool) {
	switch e := e.(type) {
	case suite.RunStarted:
		t.run = e
	case suite.Ended:
		if len(e.Leaks)+len(e.Changes) > 0 && e.Cause != suite.Diagnosis {
			t.leave(e.Attempt)
		}
		if root, ended = t.forest.add(e.Attempt); ended {
			t.count(root)
		}
	case suite.UnitEnded:
		t.shared = append(t.shared, e.Left...)
		if !e.Outcome.Good() {
			t.units = append(t.units, e.UnitResult)
		}
	case suite.Warned:
		t.warnings = append(t.warnings, e)
	case suite.RunFinished:
		t.finished = &e
	}
	return root, ended
}

func (t *tally) count(n node) {
	old, again := t.verdicts[n.Test]
	if !again {
		old = suite.NotRun
	}
	verdict := old.After(n.Attempt)
	if !again || verdict != old {
		t.verdicts[n.Test] = verdict
		t.adjust(old, -1)
		t.adjust(verdict, 1)
	}
	switch {
	case n.Cause == suite.Diagnosis:
		t.diagnoses[n.Test] = append(t.diagnoses[n.Test], n.Attempt)
	case n.Cause == suite.Retry:
		t.retries[n.Test]++
	}
	if (n.Outcome.Bad() || n.Outcome == suite.Broken) && n.Cause != suite.Diagnosis && t.failed[n.Test] == nil {
		f := &failure{Attempt: n.Attempt, parts: parts(n)}
		t.failures, t.failed[n.Test] = append(t.failures, f), f
	}
}

func (t *tally) adjust(v suite.Verdict, by int) {
	switch v {
	case suite.Passed:
		t.counts.Passed += by
	case suite.Failed:
		t.counts.Failed += by
	case suite.Flaky:
		t.counts.Flaky += by
	case suite.Skipped:
		t.counts.Skipped += by
	case suite.Errored:
		t.counts.Broken += by
	case suite.NotRun: // what has no verdict yet is not counted
	}
}

// parts are the attempts that tell what went wrong: those of failed subtests,
// and that of n itself if it says more than that they failed.
func parts(n node) []suite.Attempt {
	var below []suite.Attempt
	own := true
	for _, sub := range n.subs {
		if sub.Outcome.Good() {
			continue
		}
		below = append(below, parts(sub)...)
		name := strings.TrimPrefix(string(sub.Test), string(n.Test)+"/")
		own = own && n.Failure != name+" failed"
	}
	if own && (len(below) == 0 || n.Failure != "") {
		return append(below, n.Attempt)
	}
	return below
}

// speaks reports whether n failed in a way that its subtests do not tell.
func speaks(n node) bool {
	if n.Outcome.Good() {
		return false
	}
	for _, part := range parts(n) {
		if part.Test == n.Test {
			return true
		}
	}
	return false
}

// summary is what the run says of itself or, if it was cut short, what was
// counted.
func (t *tally) summary() suite.Summary {
	if t.finished != nil {
		return t.finished.Summary
	}
	sum := t.counts
	sum.Units = len(t.units)
	sum.NotRun = max(0, len(t.run.Tests)-sum.Tests())
	return sum
}

// short is how id is shown.
func (t *tally) short(id suite.ID) string {
	if t.names == nil {
		ids := make([]suite.ID, len(t.run.Tests))
		for i, test := range t.run.Tests {
			ids[i] = test.ID
		}
		t.names = suite.NewNames(ids)
	}
	return t.names.Short(id)
}

// declared is what is known of a test; the zero Test if nothing is.
func (t *tally) declared(id suite.ID) suite.Test {
	i := slices.IndexFunc(t.run.Tests, func(test suite.Test) bool { return test.ID == id })
	if i < 0 {
		return suite.Test{}
	}
	return t.run.Tests[i]
}
