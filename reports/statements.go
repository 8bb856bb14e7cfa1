package reports

import (
	"fmt"
	"strings"
	"time"

	"github.com/ptr-project/ptr/suite"
)

const (
	mostStatements = 20  // of a test are shown with its failure
	mostText       = 160 // characters of a statement, there
)

// statements shows the last that f's test issued, its subtests' included.
func (p *printer) statements(t *tally, f *failure) {
	more := fmt.Sprintf("; more:  ptr show %s --output %s", t.run.Run, Quote(t.short(f.Test)))
	for _, l := range lastStatements(f.Statements, more) {
		p.line(indent, l)
	}
}

// lastStatements has a heading, and a line for each of the last of all; nothing
// if there are none. The heading ends with more if there were more.
func lastStatements(all []suite.Statement, more string) []string {
	if len(all) == 0 {
		return nil
	}
	last := all[max(0, len(all)-mostStatements):]
	heading := "statements (* the slowest):"
	if total := all[len(all)-1].Number; total > len(last) {
		heading = fmt.Sprintf("statements, the last %d of %d (* the slowest)%s", len(last), total, more)
	}
	shown := []string{heading}
	for _, l := range Statements(last, mostText) {
		shown = append(shown, "  "+l)
	}
	return shown
}

// Statements has a line for each of all: where it was caused, for how many
// milliseconds it kept its test waiting (with a star before the most), its text,
// its arguments, and what the database answered. Of each of these at most so many
// characters are shown; 0 means all that there are.
func Statements(all []suite.Statement, most int) []string {
	var slowest time.Duration
	width, digits := 0, 0
	for _, s := range all {
		slowest = max(slowest, s.Duration)
		width, digits = max(width, columns(s.Where)), max(digits, len(milliseconds(s.Duration)))
	}
	var shown []string
	for _, s := range all {
		mark := " "
		if s.Duration == slowest && len(all) > 1 {
			mark = "*"
		}
		shown = append(shown, fmt.Sprintf("%s  %s%*s  %s", pad(s.Where, width), mark, digits, milliseconds(s.Duration), statement(s, most)))
	}
	return shown
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.2f ms", d.Seconds()*1000) }

// statement is such as `UPDATE orders SET total = ?  [7]  -> database is locked`.
func statement(s suite.Statement, most int) string {
	line := squeeze(s.Text, most)
	if len(s.Args) > 0 {
		line += "  [" + squeeze(strings.Join(s.Args, ", "), most) + "]"
	}
	switch {
	case s.Error != "":
		line += "  -> " + squeeze(s.Error, most)
	case s.Result != "":
		line += "  -> " + s.Result
	}
	return line
}

// squeeze makes one line of text, with one blank where there were more, and at
// most so many characters, unless most is 0.
func squeeze(text string, most int) string {
	line := []rune(strings.Join(strings.Fields(strings.Join(lines(text), " ")), " "))
	if most > 0 && len(line) > most {
		return string(line[:most]) + "…"
	}
	return string(line)
}
