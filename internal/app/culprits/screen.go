package culprits

import (
	"fmt"
	"io"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/suite"
)

// A searchScreen shows a search as it goes, and its answer.
type searchScreen struct {
	out   io.Writer
	line  *console.LiveLine
	ran   func() int // how many trials have run so far, of all searches
	width int        // of out
	f     failing
	also  []failing // that were found to have a cause in common with it
	wording
	rounds  []bisect.Round // that are over
	subject suite.ID       // whose rounds were shown last, of several; "" is none
}

// searchScreen is one for what comes of f. Nothing is shown where the answer itself goes
// to standard output.
func (s seeker) searchScreen(p *app.Prober, all []suite.Test, b Question, f failing) *searchScreen {
	out := s.Streams.Out
	if b.teller.stdout {
		out = io.Discard
	}
	width := math.MaxInt // what reads a file or a pipe wants lines whole
	if s.Streams.Terminal {
		width, _ = s.Streams.Size()
	}
	ran := p.Trials
	return &searchScreen{out: out, line: s.Line, ran: ran, width: width, f: f, wording: wording{b.Alpha, s.Names(all)}}
}

// begin says what is known of the failure.
func (s *searchScreen) begin() { fmt.Fprintf(s.out, "%s\n\n", s.about()) }

// again says that a search begins anew.
func (s *searchScreen) again(why string) {
	s.line.Hide()
	fmt.Fprintln(s.out, " again, "+why)
}

func (s *searchScreen) about() string {
	lines := []string{s.failed(s.f)}
	for _, f := range s.also {
		lines = append(lines, s.failed(f))
	}
	return strings.Join(lines, "; ")
}

// failed says what is known of a failure.
func (w wording) failed(f failing) string {
	where := "failed in an order that was tried now"
	switch {
	case f.run != "":
		where = fmt.Sprintf("failed in run %s (worker %d)", f.run, f.worker)
	case f.worker > 0 && f.file != "" && !f.seen:
		where = fmt.Sprintf("did not fail in %s (worker %d), whose order is taken", f.file, f.worker)
	case f.file != "" && f.worker > 0:
		where = fmt.Sprintf("failed in %s (worker %d)", f.file, f.worker)
	case f.file != "":
		where = "is said to have failed in " + f.file
	}
	after := "with nothing before it"
	if n := len(f.before); n > 0 {
		after = "after " + console.Plural(n, "test")
	}
	return fmt.Sprintf("%s %s, %s", w.short(f.test.ID), where, after)
}

// round shows a round that is over and, where that can be redrawn, one that goes on.
func (s *searchScreen) round(r bisect.Round) {
	r.Number = len(s.rounds) + 1 // of all searches that it takes
	if r.About != s.subject {
		s.subject = r.About
		s.line.Hide()
		fmt.Fprintf(s.out, " %s\n", s.short(r.About))
	}
	line := func(number string) string {
		return fmt.Sprintf(" round %-2d  %-48s ", r.Number, fmt.Sprintf("%s, %s", r.Method, number))
	}
	if r.Result != "" {
		s.line.Hide()
		told := r
		if r.About != "" {
			told.Method = s.short(r.About) + ": " + r.Method
		}
		s.rounds = append(s.rounds, told)
		fmt.Fprintf(s.out, "%s%s\n", line(processes(r.Trials)), r.Result)
		return
	}
	if r.Why != "" {
		s.line.Hide()
		fmt.Fprintf(s.out, " %s\n", r.Why)
	}
	before := s.ran()
	s.line.Show(func(since time.Duration) string {
		number := fmt.Sprintf("%d of %s", s.ran()-before, processes(r.Trials))
		return line(number) + fmt.Sprintf("%s of about %s%s", console.Clock(since), console.Clock(r.Wall), more(r.Left))
	})
}

// more says how many rounds are expected to follow one.
func more(left int) string {
	switch left {
	case bisect.Unknown:
		return ""
	case 0:
		return ", the last if it goes on so"
	}
	return ", about " + console.Plural(left, "round") + " more"
}

func processes(n int) string {
	if n == 1 {
		return "one process"
	}
	return fmt.Sprintf("%d processes", n)
}

// tell shows what was found.
func (s *searchScreen) tell(a account) {
	s.conclude(a)
	s.explain(a)
}

// conclude shows whom or what was found.
func (s *searchScreen) conclude(a account) {
	s.line.Hide()
	fmt.Fprintln(s.out)
	for i, line := range a.grid {
		fmt.Fprintln(s.out, strings.TrimRight(line, " "))
		if i == len(a.grid)-1 {
			fmt.Fprintln(s.out)
		}
	}
	last := len(a.sentences) - 1
	for _, line := range a.sentences[:last] {
		fmt.Fprintln(s.out, line)
	}
	aside := ""
	if a.promise != "" {
		aside = "(" + a.promise + ")"
	}
	s.row(a.sentences[last], 3, aside)
}

// explain shows more of it, and what it has taken.
func (s *searchScreen) explain(a account) {
	s.line.Hide()
	label := 0
	for _, d := range a.details {
		label = max(label, len(d.label))
	}
	for i, d := range a.details {
		if i > 0 && d.label == a.details[i-1].label {
			d.label = ""
		}
		s.row(fmt.Sprintf("   %-*s   %s", label, d.label, d.text), label+6, d.aside)
	}
	fmt.Fprintf(s.out, "   %s\n\n", a.sum)
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
