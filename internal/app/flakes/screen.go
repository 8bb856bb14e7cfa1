package flakes

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// A flakyScreen shows a search for flaky tests as it goes, and what it has found.
type flakyScreen struct {
	out   io.Writer
	live  bool // out can be redrawn in place
	bound int  // columns of its lines; 0: none that is known
	wide  bool // it has room for long lines
	short func(suite.ID) string
	means map[string]string   // what a test relies on that fails under a condition
	dealt string              // what it relies on if that decides which luck deals
	tied  map[suite.ID]string // statements that leave the order of rows open, as far as one was seen
	began time.Time
}

// wideEnough is how many columns a table with names of tests needs.
const wideEnough = 130

func newFlakyScreen(streams console.Streams, short func(suite.ID) string) *flakyScreen {
	bound := streams.Bound()
	return &flakyScreen{
		out: streams.Out, live: streams.Terminal, bound: bound, wide: bound == 0 || bound >= wideEnough, short: short,
		means: map[string]string{}, began: time.Now(),
	}
}

// progress shows how far the search is, on one line.
func (s *flakyScreen) progress(p flaky.Progress) {
	if !s.live {
		return
	}
	line := fmt.Sprintf(" %s %d", p.Phase, p.Done)
	if p.Of > 0 {
		line += fmt.Sprintf(" of %d", p.Of)
	}
	line += fmt.Sprintf(", %s failed so far, %s", console.Plural(p.Failed, "test"), console.Seconds(time.Since(s.began)))
	if left := s.left(p); left > 0 {
		line += fmt.Sprintf(", about %s left", console.Seconds(left))
	}
	fmt.Fprint(s.out, "\r\x1b[K"+line)
}

// left is how long a phase will still take, as far as is known.
func (s *flakyScreen) left(p flaky.Progress) time.Duration {
	if p.Phase != "orders" || p.Done < 2 || p.Of <= p.Done {
		return 0
	}
	return time.Since(s.began) / time.Duration(p.Done) * time.Duration(p.Of-p.Done)
}

// end leaves the screen to what comes next.
func (s *flakyScreen) end() {
	if s.live {
		fmt.Fprint(s.out, "\r\x1b[K")
	}
}

// mostCauses is how many causes are shown in full.
const mostCauses = 5

// report shows what was found.
func (s *flakyScreen) report(r flaky.Report, workers int, commands map[suite.ID]next) {
	natural := 0
	for _, run := range r.Runs {
		if run.Condition == "" && run.Kind.Natural() {
			natural++
		}
	}
	fmt.Fprintf(s.out, "%s, %s (%d as in CI), %s, %s, %s\n\n", console.Plural(r.Tests, "test"), console.Plural(len(r.Runs), "order"), natural,
		console.Plural(r.Replays, "replay"), console.Plural(workers, "worker"), console.Seconds(r.Took))
	causes, always := alwaysApart(r.Causes)
	if len(causes)+len(r.Outages) > 0 {
		s.table(r, causes)
	}
	s.tied = tiedStatements(r)
	results := map[suite.ID]flaky.Result{}
	for _, t := range r.Flaky {
		results[t.Test] = t
	}
	for i, c := range causes {
		if i == mostCauses {
			fmt.Fprintf(s.out, "%s more: --json FILE has them all\n\n", console.Plural(len(causes)-i, "cause"))
			break
		}
		s.cause(c, results, commands)
	}
	if len(always) > 0 {
		fmt.Fprintf(s.out, "always fail, so that every run is red: %s\n\n", s.few(always))
	}
	s.summary(r)
}

// alwaysApart sets the tests apart that fail in whatever order: they are no riddle.
func alwaysApart(all []flaky.Cause) (causes []flaky.Cause, always []suite.ID) {
	for _, c := range all {
		if c.Kind == flaky.AlwaysFails {
			always = append(always, c.Tests...)
		} else {
			causes = append(causes, c)
		}
	}
	return causes, always
}

// few are names of tests, and how many more there are.
func (s *flakyScreen) few(tests []suite.ID) string {
	const most = 5
	var names []string
	for _, id := range tests[:min(most, len(tests))] {
		names = append(names, s.short(id))
	}
	if more := len(tests) - most; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(names, ", ")
}

// summary is what all of it comes to.
func (s *flakyScreen) summary(r flaky.Report) {
	if red := r.Suite.Runs - r.Suite.Green; red > 0 && r.Suite.Runs > 1 {
		fmt.Fprintf(s.out, "%d of %d runs as in CI were red (%s – %s %% are). %s\n",
			red, r.Suite.Runs, console.Percent(1-r.Suite.Rate.High), console.Percent(1-r.Suite.Rate.Low), saved(r))
	}
	if r.Steady.Tests > 0 {
		fmt.Fprintf(s.out, "%s never failed: any one of them does in fewer than %s %% of runs, all of them at once in fewer than %s %% (95 %% confidence);\n"+
			"%d orders would make the first 1 %%.\n", console.Plural(r.Steady.Tests, "test"), console.Percent(r.Steady.One), console.Percent(r.Steady.All), stats.RunsToSee(0.01, 0.95))
	}
	fmt.Fprintf(s.out, "Ended since: %s.\n", cmp.Or(string(r.Stopped), "all was done"))
}

// saved is what mending causes would save, one after the other. Where a test always fails
// that is nothing, before that is mended.
func saved(r flaky.Report) string {
	if _, always := alwaysApart(r.Causes); len(always) > 0 {
		return ""
	}
	var left []string
	for _, c := range r.Causes {
		if c.Red > 0 && len(left) < mostCauses {
			left = append(left, fmt.Sprint(c.Left+r.Suite.Outages))
		}
	}
	if len(left) == 0 {
		return ""
	}
	return "Mending the causes from the top would have left " + strings.Join(left, ", ") + "."
}

// clip is text in so many characters at most.
func clip(text string, most int) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) <= most {
		return string(runes)
	}
	return string(runes[:most-1]) + "…"
}
