package app

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/suite"
)

// A searchScreen shows a search as it goes, and its answer.
type searchScreen struct {
	out   io.Writer
	live  bool    // out can be redrawn in place
	alpha float64 // share of accusations that may be wrong
	short func(suite.ID) string
	f     failing
}

func newSearchScreen(out io.Writer, live bool, alpha float64, short func(suite.ID) string, f failing) *searchScreen {
	s := &searchScreen{out, live, alpha, short, f}
	where := "is said to have failed"
	if f.known.Outcome != "" {
		where = "failed in an order that was tried now"
	}
	if f.run != "" {
		where = fmt.Sprintf("failed in run %s (worker %d)", f.run, f.worker)
	}
	fmt.Fprintf(out, "%s %s, after %s\n\n", short(f.test.ID), where, plural(len(f.before), "test"))
	return s
}

// round shows a round that is over and, where that can be redrawn, one that goes on.
func (s *searchScreen) round(r bisect.Round) {
	line := fmt.Sprintf(" round %-2d  %-48s ", r.Number, fmt.Sprintf("%s, %s", r.Method, processes(r.Trials)))
	switch {
	case r.Result != "":
		fmt.Fprintf(s.out, "%s%s\n", s.clear(), line+r.Result)
	case s.live:
		fmt.Fprintf(s.out, "%s%s%s, about %v", s.clear(), line, plural(r.Tests, "test"), r.Wall.Round(100*time.Millisecond))
	}
}

func (s *searchScreen) clear() string {
	if s.live {
		return "\r\x1b[K"
	}
	return ""
}

func processes(n int) string {
	if n == 1 {
		return "one process"
	}
	return fmt.Sprintf("%d processes", n)
}

// answer shows what was found.
func (s *searchScreen) answer(a Answer) {
	fmt.Fprintf(s.out, "\n%s\n", s.sentence(a.Finding))
	table := tabwriter.NewWriter(s.out, 0, 0, 3, ' ', 0)
	for i, left := range a.Left {
		label := "left behind"
		if i > 0 {
			label = ""
		}
		text := left.What
		if len(a.Finding.Causes[0].Tests) > 1 {
			text = s.short(left.Test) + ": " + text
		}
		fmt.Fprintf(table, "   %s\t%s\n", label, text)
	}
	for _, c := range a.Finding.Causes {
		if len(c.Cleaners) > 0 {
			fmt.Fprintf(table, "   undone by\t%s\n", s.all(c.Cleaners))
		}
	}
	if a.Again != "" {
		c := a.Finding.Causes[0]
		verb, n := "fails", c.With.Failed
		if a.Finding.Kind == bisect.Brittle {
			verb, n = "passes", c.With.Passed
		}
		fmt.Fprintf(table, "   again\t%s\t%s %d of %d\n", a.Again, verb, n, c.With.Of())
	}
	for _, other := range a.Finding.Unresolved {
		first, _, _ := strings.Cut(other.Failure, "\n")
		fmt.Fprintf(table, "   also\tit failed in another way: %s %s\n", other.Outcome, first)
	}
	_ = table.Flush()
	fmt.Fprintf(s.out, "   %s, %s, %.1f s\n\n", plural(a.Finding.Rounds, "round"), plural(a.Finding.Tests, "test run"), a.Took.Seconds())
}

// promise is what an accusation comes with.
func (s *searchScreen) promise() string {
	return fmt.Sprintf("   (of accusations made this way, at most 1 in %.0f is wrong)", 1/s.alpha)
}

// sentence is a finding in one.
func (s *searchScreen) sentence(f bisect.Finding) string {
	victim := s.short(f.Victim)
	switch f.Kind {
	case bisect.AlwaysFails:
		return fmt.Sprintf("%s always fails: alone %d of %d times", victim, f.Alone.Failed, f.Alone.Of())
	case bisect.Victim:
		var lines []string
		for _, c := range f.Causes {
			lines = append(lines, fmt.Sprintf("%s %s %s fail%s", s.all(c.Tests), verb(c.Tests), victim, s.promise()))
		}
		return strings.Join(lines, "\n")
	case bisect.Brittle:
		var lines []string
		for _, c := range f.Causes {
			lines = append(lines, fmt.Sprintf("%s fails alone, and passes after %s%s", victim, s.all(c.Tests), s.promise()))
		}
		return strings.Join(lines, "\n")
	case bisect.NonIdempotent:
		return fmt.Sprintf("%s fails when it has run before in the same process%s", victim, s.promise())
	case bisect.Accumulation:
		return fmt.Sprintf("%s fails after any %d of these: %s", victim, f.Needed, s.all(f.Among))
	case bisect.NeedsNeighbours:
		return fmt.Sprintf("%s fails while %s runs on another worker%s", victim, s.all(f.Causes[0].Tests), s.promise())
	case bisect.Nondeterministic:
		if f.Alone.Failed == 0 {
			return fmt.Sprintf("%s is nondeterministic: it failed %d of %d times, alone never, and no test was seen to make it", victim, f.Seen.Failed, f.Seen.Of())
		}
		return fmt.Sprintf("%s is nondeterministic: alone it failed %d of %d times (%.0f – %.0f %%)",
			victim, f.Alone.Failed, f.Alone.Of(), 100*f.Rate.Low, 100*f.Rate.High)
	}
	return fmt.Sprintf("%s did not fail again: it passed alone %d times, and after what had run before it", victim, f.Alone.Passed)
}

func verb(tests []suite.ID) string {
	if len(tests) > 1 {
		return "together make"
	}
	return "makes"
}

func (s *searchScreen) all(tests []suite.ID) string {
	var names []string
	for _, id := range tests {
		names = append(names, s.short(id))
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
