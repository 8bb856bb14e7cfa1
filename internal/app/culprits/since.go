package culprits

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ptr-project/ptr/flaky/revisions"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/suite"
)

// SinceOptions say whose beginning is looked for.
type SinceOptions struct {
	Test  string  // a label of one test
	Since string  // a revision before it was flaky, as is thought
	Runs  int     // of the test at most, in all
	Error float64 // the answer is wrong with at most this probability
	JSON  string  // file; "" is none
}

// Since finds the revision since which a test is flaky. The error says that the caller or
// ptr is wrong.
func Since(ctx context.Context, streams console.Streams, o invocation.Options, b SinceOptions) (status int, err error) {
	s, ctx, end, err := app.Begin(ctx, streams, o)
	if err != nil {
		return console.PtrFailed, err
	}
	defer func() { err = end(err) }()
	f, err := seeker{s}.known(ctx, b.Test)
	if err != nil {
		return console.PtrFailed, app.Because(ctx, err)
	}
	past, err := unfold(ctx, s, b.Since)
	if err != nil {
		return console.PtrFailed, app.Because(ctx, err)
	}
	past.failing = f
	defer func() { err = cmp.Or(err, past.leave()) }()
	answer, err := past.search(ctx, b)
	if err != nil {
		return console.PtrFailed, app.Because(ctx, err)
	}
	if b.JSON != "" {
		err = console.WriteJSON(streams, b.JSON, answer)
	}
	if !answer.Certain {
		return console.NoAnswer, err
	}
	return console.OK, err
}

// known is the test that a label means, in the order in which it failed last, if that is
// known; else alone.
func (s seeker) known(ctx context.Context, label string) (failing, error) {
	s.Sought = []string{label}
	_, all, err := s.List(ctx)
	if err != nil {
		return failing{}, err
	}
	tests, err := named(all, label)
	if err != nil {
		return failing{}, err
	}
	if len(tests) > 1 {
		return failing{}, console.Usage(fmt.Errorf("%q means %d tests", label, len(tests)), "name one of "+app.Enumerate(app.IDsOf(tests)))
	}
	failed, err := s.failedBefore(ctx, tests, "")
	if err != nil || len(failed) == 0 {
		return failing{test: tests[0]}, err
	}
	before, _ := companions(failed[0], all)
	failed[0].before = before
	return failed[0], nil
}

// A SinceAnswer is the revision since which a test is flaky, as JSON.
type SinceAnswer struct {
	Test      suite.ID        `json:"test"`
	First     commit          `json:"first"`
	Certainty float64         `json:"certainty"`
	Certain   bool            `json:"certain"`
	Among     []commit        `json:"among"` // has First; most often nothing else
	Rate      float64         `json:"rate"`
	Runs      int             `json:"runs"`
	Steps     []sinceStep     `json:"steps"`
	Took      time.Duration   `json:"nanoseconds"`
	Signature suite.Signature `json:"failure"`
}

type sinceStep struct {
	Commit  string `json:"commit"`
	Failed  bool   `json:"failed"`
	Passed  int    `json:"passed"`
	Absent  bool   `json:"absent"`
	Skipped bool   `json:"skipped"`
}

// search asks revisions, shows what they say, and answers.
func (h *bygone) search(ctx context.Context, b SinceOptions) (SinceAnswer, error) {
	begin := time.Now()
	short := suite.NewNames([]suite.ID{h.failing.test.ID}).Short(h.failing.test.ID)
	fmt.Fprintf(h.Streams.Out, "%s, in %s since %s\n\n", short, console.Plural(len(h.commits)-1, "revision"), b.Since)
	found, err := revisions.Search(ctx, revisions.Options{
		Probe: h.probe, Count: len(h.commits), Alpha: b.Error, Runs: b.Runs, Told: h.show,
	})
	h.line.Hide()
	var unseen *revisions.NotSeenError
	if errors.As(err, &unseen) {
		return SinceAnswer{}, console.Unanswered(fmt.Errorf("%s does not fail at %s: %w", short, h.commits[len(h.commits)-1].Short, err),
			"ptr flaky finds an order in which it does, which is then used here")
	}
	if err != nil {
		return SinceAnswer{}, err
	}
	a := SinceAnswer{
		Test: h.failing.test.ID, First: h.commits[found.First], Certainty: found.Certainty, Certain: found.Certainty >= 1-b.Error,
		Among: h.commits[found.Low : found.High+1], Rate: found.Rate, Runs: found.Runs, Took: time.Since(begin), Signature: h.failing.known,
	}
	for _, step := range found.Steps {
		a.Steps = append(a.Steps, sinceStep{h.commits[step.Revision].ID, step.Failed, step.Passed, step.Absent, step.Skipped})
	}
	h.tell(short, b.Since, found, a)
	return a, nil
}

// show tells what was seen at a revision.
func (h *bygone) show(step revisions.Step) {
	h.line.Hide()
	c := h.commits[step.Revision]
	text := fmt.Sprintf("passed %d times", step.Passed)
	switch {
	case step.Absent:
		text = "has no such test"
	case step.Skipped:
		text = "cannot be tested: " + h.why
	case step.Failed:
		text = fmt.Sprintf("failed after %d passes", step.Passed)
	}
	left := step.High - step.Low + 1
	fmt.Fprintf(h.Streams.Out, " %s  %-24s first flaky one is among %d\n", c.Short, text, left)
}

// tell says what was found.
func (h *bygone) tell(short, since string, found revisions.Finding, a SinceAnswer) {
	out := h.Streams.Out
	switch c := a.First; {
	case !a.Certain:
		fmt.Fprintf(out, "\n%s is flaky since one of %s, most probably %s %q (%.0f %%)\n", short, console.Plural(len(a.Among), "revision"), c.Short, c.Subject, 100*a.Certainty)
	case found.First == 0:
		fmt.Fprintf(out, "\n%s was flaky already at %s %q (certain to %.1f %%)\n", short, c.Short, c.Subject, 100*a.Certainty)
	default:
		fmt.Fprintf(out, "\n%s is flaky since %s %q, by %s on %s (certain to %.1f %%)\n", short, c.Short, c.Subject, c.Author, c.Date, 100*a.Certainty)
	}
	asked := map[int]bool{}
	for _, step := range found.Steps {
		asked[step.Revision] = true
	}
	fmt.Fprintf(out, "   fails in %s %% of runs since\n   look    git show %s\n   %s of the test at %d of %d revisions, %s\n", console.Percent(a.Rate), a.First.Short,
		console.Plural(a.Runs, "run"), len(asked), len(h.commits), console.Seconds(a.Took))
	if a.First.ID == h.commits[0].ID && a.Certain {
		fmt.Fprintf(out, "   go back further than --since %s to see where it began\n", strings.TrimSpace(since))
	}
}
