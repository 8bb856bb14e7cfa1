package app

import (
	"fmt"
	"io"
	"math"
	"time"
	"unicode/utf8"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/suite"
)

// A searchScreen shows a search as it goes, and its answer.
type searchScreen struct {
	out   io.Writer
	line  *liveLine
	ran   func() int // how many trials have run so far, of all searches
	width int        // of out
	f     failing
	wording
}

// searchScreen is one for what comes of f. Nothing is shown where the answer itself goes
// to standard output.
func (s *session) searchScreen(p *prober, all []suite.Test, b BisectOptions, f failing) *searchScreen {
	out := s.streams.Out
	if b.JSON == "-" {
		out = io.Discard
	}
	width := math.MaxInt // what reads a file or a pipe wants lines whole
	if s.streams.Terminal {
		width, _ = s.streams.Size()
	}
	return &searchScreen{out, s.line, func() int { return int(p.ran.Load()) }, width, f, wording{b.Alpha, s.names(all)}}
}

// begin says what is known of the failure.
func (s *searchScreen) begin() {
	where := "failed in an order that was tried now"
	switch {
	case s.f.run != "":
		where = fmt.Sprintf("failed in run %s (worker %d)", s.f.run, s.f.worker)
	case s.f.file != "" && s.f.worker > 0:
		where = fmt.Sprintf("failed in %s (worker %d)", s.f.file, s.f.worker)
	case s.f.file != "":
		where = "is said to have failed in " + s.f.file
	}
	fmt.Fprintf(s.out, "%s %s, after %s\n\n", s.short(s.f.test.ID), where, plural(len(s.f.before), "test"))
}

// round shows a round that is over and, where that can be redrawn, one that goes on.
func (s *searchScreen) round(r bisect.Round) {
	line := func(number string) string {
		return fmt.Sprintf(" round %-2d  %-48s ", r.Number, fmt.Sprintf("%s, %s", r.Method, number))
	}
	if r.Result != "" {
		s.line.hide()
		fmt.Fprintf(s.out, "%s%s\n", line(processes(r.Trials)), r.Result)
		return
	}
	before := s.ran()
	s.line.show(func(since time.Duration) string {
		number := fmt.Sprintf("%d of %s", s.ran()-before, processes(r.Trials))
		return line(number) + fmt.Sprintf("%s of about %s", clock(since), clock(r.Wall))
	})
}

func processes(n int) string {
	if n == 1 {
		return "one process"
	}
	return fmt.Sprintf("%d processes", n)
}

// answer shows what was found.
func (s *searchScreen) answer(a Answer) {
	fmt.Fprintln(s.out)
	s.claim(s.sentences(a.Finding), s.accuses(a.Finding))
	details := s.details(a)
	label := 0
	for _, d := range details {
		label = max(label, len(d.label))
	}
	for i, d := range details {
		if i > 0 && d.label == details[i-1].label {
			d.label = ""
		}
		s.row(fmt.Sprintf("   %-*s   %s", label, d.label, d.text), label+6, d.aside)
	}
	s.sum(a.Finding.Rounds, a.Finding.Tests, a.Took)
	fmt.Fprintln(s.out)
}

// claim shows sentences, and what they come with if they accuse a test.
func (s *searchScreen) claim(sentences []string, accuse bool) {
	last := len(sentences) - 1
	for _, line := range sentences[:last] {
		fmt.Fprintln(s.out, line)
	}
	aside := ""
	if accuse {
		aside = "(" + s.promise() + ")"
	}
	s.row(sentences[last], 3, aside)
}

// row shows a line, and an aside behind it or, where there is no room, below it. What may
// be pasted is never broken.
func (s *searchScreen) row(line string, indent int, aside string) {
	switch {
	case aside == "":
		fmt.Fprintln(s.out, line)
	case utf8.RuneCountInString(line+aside)+3 <= s.width:
		fmt.Fprintf(s.out, "%s   %s\n", line, aside)
	default:
		fmt.Fprintf(s.out, "%s\n%*s%s\n", line, indent, "", aside)
	}
}

// sum shows what it took.
func (s *searchScreen) sum(rounds, tests int, took time.Duration) {
	fmt.Fprintf(s.out, "   %s, %s, %.1f s\n", plural(rounds, "round"), plural(tests, "test run"), took.Seconds())
}
