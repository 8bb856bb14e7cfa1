package checkup

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"slices"

	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/reports/health"
	"github.com/ptr-project/ptr/suite"
)

// others enters attempts that are worth a look.
func (h *healer) others(i int, r history.Run, d history.Digest) error {
	said := map[suite.ID][]history.Attempt{} // of failed subtests, by their tests
	failed := map[suite.ID]int{}             // the failure that a diagnosis is of
	for _, a := range d.Others {
		if a.Parent != "" {
			said[a.Parent] = append(said[a.Parent], a)
			continue
		}
		t, ok := h.byID[a.Test]
		if !ok {
			continue // it is in no plan: it was made up while the run went on
		}
		result := &h.suite.Tests[t].Results[i]
		result.Verdict = cmp.Or(result.Verdict, suite.NotRun).After(a.Attempt)
		printed, err := h.printed(r, a, said[a.Test])
		spoken := saying(a, said[a.Test])
		delete(said, a.Test)
		if err != nil {
			return err
		}
		if f, ok := failed[a.Test]; ok && (a.Cause == suite.Diagnosis || a.Cause == suite.Retry) {
			h.suite.Failures[f].Alone, h.suite.Failures[f].AloneSaid = a.Outcome, printed
		}
		if a.Cause == suite.Diagnosis || a.Outcome.Good() || a.Outcome == suite.Unfinished {
			continue
		}
		result.Duration += a.Duration
		failed[a.Test] = len(h.suite.Failures)
		h.suite.Failures = append(h.suite.Failures, health.Failure{
			Test: t, Run: i, Outcome: a.Outcome, Signature: suite.SignatureOf(spoken), Said: spoken.Failure, Output: printed,
			Worker: a.Worker, Before: a.Position, Duration: a.Duration,
		})
	}
	for _, u := range d.Units {
		t, ok := h.whole[u.Unit]
		if !ok {
			t = h.enter(health.Test{ID: suite.ID(u.Unit), Unit: u.Unit, Whole: true})
			h.whole[u.Unit] = t
		}
		h.suite.Tests[t].Results[i].Verdict = suite.Failed
		h.suite.Failures = append(h.suite.Failures, health.Failure{
			Test: t, Run: i, Outcome: u.Outcome, Signature: suite.SignatureOf(suite.Attempt{Outcome: u.Outcome, Failure: u.Reason}),
			Said: u.Reason, Output: string(u.Output), Duration: u.Duration,
		})
	}
	return nil
}

// saying is a, or the first of its failed subtests if it says nothing itself.
func saying(a history.Attempt, subtests []history.Attempt) suite.Attempt {
	said := a.Attempt
	for _, s := range subtests {
		if said.Failure == "" && s.Outcome == a.Outcome {
			said.Failure = s.Failure
		}
	}
	return said
}

// printed is what an attempt and its failed subtests printed. That of runs whose output
// is gone is empty.
func (h *healer) printed(r history.Run, a history.Attempt, subtests []history.Attempt) (string, error) {
	var all []byte
	for _, one := range append(slices.Clone(subtests), a) {
		text, err := h.db.Output(r, one.Printed)
		if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, io.EOF) {
			return "", err
		}
		all = append(all, text...)
	}
	return string(all), nil
}
