package reports

import (
	"bufio"
	"cmp"
	"io"
	"strings"

	"github.com/ptr-project/ptr/suite"
)

// TextOptions are how text is shown. The zero value is for pipes.
type TextOptions struct {
	Verbose bool // every test, and what it printed
	Colour  bool
	Width   int // columns; 0 is 80
}

// NewText shows each failure when it happens, whole, and at the end which there were, with
// what was found out since: quiet enough for CI, whole enough to be all that is needed.
func NewText(w io.Writer, o TextOptions) Reporter {
	p := newPrinter(w, o)
	p.stays = true
	return &text{printer: p, tally: newTally(), verbose: o.Verbose}
}

type text struct {
	*printer
	tally   *tally
	verbose bool
}

func (t *text) Event(e suite.Event) error {
	known := len(t.tally.failures)
	root, ended := t.tally.event(e)
	switch {
	case ended && len(t.tally.failures) > known:
		t.failure(t.tally, t.tally.failures[known])
	case ended && t.verbose:
		t.attempt(t.tally, root, "")
	}
	t.happening(t.tally, e, t.verbose)
	return t.flush()
}

func (t *text) Close() error {
	t.ending(t.tally)
	return t.flush()
}

// A printer writes lines for people. Its buffer keeps the first error.
type printer struct {
	*bufio.Writer
	colour bool
	width  int
	stays  bool // what was shown of a failure when it happened: it is not shown whole again
}

func newPrinter(w io.Writer, o TextOptions) *printer {
	return &printer{Writer: bufio.NewWriter(w), colour: o.Colour, width: cmp.Or(o.Width, 80)}
}

func (p *printer) flush() error {
	if p.Buffered() == 0 {
		return nil
	}
	return p.Flush()
}

// line writes words without what would be trailing blanks.
func (p *printer) line(words ...string) {
	// Errors come back from Flush.
	text := strings.ReplaceAll(strings.Join(words, ""), "\t", "    ")
	_, _ = p.WriteString(strings.TrimRight(text, " ") + "\n")
}

// A colour is an ANSI sequence; "" is none.
type colour string

const (
	red    colour = "\x1b[1;31m"
	green  colour = "\x1b[32m"
	yellow colour = "\x1b[33m"
	faint  colour = "\x1b[2m"
	plain  colour = "\x1b[0m"
)

func (p *printer) paint(c colour, s string) string {
	if !p.colour || s == "" || c == "" {
		return s
	}
	return string(c) + s + string(plain)
}

// spread writes left and, at the other end of the line, as much of what is
// known about it as there is room for.
func (p *printer) spread(hue colour, word, left string, about ...string) {
	used := columns(word) + 2 + columns(left)
	right := strings.Join(about, "  ")
	for len(about) > 1 && used+2+columns(right) > p.width {
		about = about[:len(about)-1]
		right = strings.Join(about, "  ")
	}
	p.line(p.paint(hue, word), "  ", left, strings.Repeat(" ", max(2, p.width-used-columns(right))), right)
}

// prose writes ptr's own words, on as many lines as they take: the first behind
// a heading, the others below its end.
func (p *printer) prose(heading, text string) { p.hued("", heading, text) }

// hued is prose with a heading in a colour.
func (p *printer) hued(hue colour, heading, text string) {
	margin, head := strings.Repeat(" ", columns(heading)), p.paint(hue, heading)
	line := ""
	for i, word := range strings.Split(text, " ") {
		switch {
		case i == 0:
			line = word
		case columns(margin)+columns(line)+1+columns(word) > p.width:
			p.line(head, line)
			head, line = margin, word
		default:
			line += " " + word
		}
	}
	p.line(head, line)
}
