// Package revisions finds the revision since which a test is flaky, though at each it may
// pass by luck. It is pure: what runs the test at a revision is given to it.
//
// It is a bisection by Bayes: the first flaky revision c and the rate p at which the test
// fails since are unknown. Every run at revision r multiplies the weight of (c, p) by the
// probability of what it showed: p for a failure where r ≥ c, [strange] where r < c. A
// failure says much, a pass as much as p allows, and none is final.
//
// Source: M. Horstein, Sequential transmission using noiseless feedback, IEEE Trans. Inf.
// Theory 9 (1963) 136–143, which halves the weight at each step; here the rate is unknown.
package revisions

import (
	"context"
	"errors"
	"fmt"

	"github.com/ptr-project/ptr/stats"
)

// ErrAbsent is a probe's error where a revision does not have the test.
var ErrAbsent = errors.New("the test is not there yet")

// ErrUntestable is a probe's error where nothing can be said of a revision, since it does
// not build. It is not asked again.
var ErrUntestable = errors.New("the revision cannot be tested")

// A Probe runs the test at a revision until it fails, at most runs times, and says whether
// it did and how often it had passed before.
type Probe func(ctx context.Context, revision, runs int) (failed bool, passed int, err error)

// Options say where to look.
type Options struct {
	Probe Probe
	Count int     // revisions, the oldest first, of which the last is flaky; at least 2
	Alpha float64 // how sure the answer is to be: wrong with at most this probability
	Runs  int     // how often the test may run in all
	Told  func(Step)
}

// A Step is what was seen at a revision.
type Step struct {
	Revision int
	Failed   bool
	Passed   int
	Absent   bool // the revision does not have the test
	Skipped  bool // it could not be tested
	Low      int  // the first flaky one is from here …
	High     int  // … to here, as far as is known
}

// A Finding is the revision since which the test is flaky.
type Finding struct {
	First     int     // the likeliest; 0 if the oldest was flaky already
	Certainty float64 // its probability
	Low, High int     // the first flaky one is among these, with probability 1 - Alpha
	Rate      float64 // at which it fails since, in the mean
	Runs      int     // of the test
	Steps     []Step
}

// NotSeenError says that the test never failed at the last revision.
type NotSeenError struct{ Runs int }

func (e *NotSeenError) Error() string {
	return fmt.Sprintf("it passed all of %d times", e.Runs)
}

// wanted is how often the test is to be seen to fail at the last revision before others
// are asked, so that its rate is known to a factor of about two.
const wanted = 4

// Search asks one revision after the other until it is sure enough, or may not run the
// test any more. The error is the probe's, or a [*NotSeenError].
func Search(ctx context.Context, o Options) (Finding, error) {
	s := &search{Options: o, belief: newBelief(o.Count)}
	if err := s.seeLast(ctx); err != nil {
		return Finding{}, err
	}
	for s.runs < o.Runs {
		runs := s.enough()
		at, ok := s.belief.next(runs)
		if _, certainty := s.belief.likeliest(); certainty >= 1-o.Alpha || !ok {
			break
		}
		if err := s.ask(ctx, at, runs); err != nil {
			return Finding{}, err
		}
	}
	return s.finding(), nil
}

type search struct {
	Options
	belief *belief
	runs   int
	steps  []Step
}

// seeLast has the last revision fail a few times.
func (s *search) seeLast(ctx context.Context) error {
	last, failures := s.Count-1, 0
	for failures < wanted && s.runs < max(1, s.Runs/2) {
		before := s.runs
		if err := s.ask(ctx, last, s.Runs/2-s.runs); err != nil {
			return err
		}
		if s.steps[len(s.steps)-1].Failed {
			failures++
		}
		if s.runs == before {
			break
		}
	}
	if failures == 0 {
		return &NotSeenError{s.runs}
	}
	return nil
}

// ask runs the test at a revision.
func (s *search) ask(ctx context.Context, revision, runs int) error {
	failed, passed, err := s.Probe(ctx, revision, max(1, min(runs, s.Runs-s.runs)))
	step := Step{Revision: revision, Failed: failed, Passed: passed}
	switch {
	case errors.Is(err, ErrAbsent):
		step.Absent = true
		s.belief.absent(revision)
	case errors.Is(err, ErrUntestable):
		step.Skipped = true
		s.belief.skip(revision)
	case err != nil:
		return err
	}
	s.belief.see(revision, failed, passed)
	s.runs += passed
	if failed {
		s.runs++
	}
	step.Low, step.High = s.belief.credible(s.Alpha)
	s.steps = append(s.steps, step)
	if s.Told != nil {
		s.Told(step)
	}
	return nil
}

// enough is how many passes in a row say as much as one wants to hear at a time: so many
// that a flaky revision would show one time in ten that it is not.
func (s *search) enough() int { return stats.RunsToSee(s.belief.rate(), 0.9) }

func (s *search) finding() Finding {
	f := Finding{Rate: s.belief.rate(), Runs: s.runs, Steps: s.steps}
	f.First, f.Certainty = s.belief.likeliest()
	f.Low, f.High = s.belief.credible(s.Alpha)
	return f
}
