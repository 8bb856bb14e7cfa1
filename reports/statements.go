package reports

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/suite"
)

const (
	mostStatements = 20  // of a test are shown with its failure
	mostText       = 160 // characters of an argument or an error, there
	mostSQL        = 15  // of a statement, there
	longText       = 80  // characters: a statement of more is laid out
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
	for _, l := range statementLines(last, mostText, mostSQL) {
		shown = append(shown, "  "+l)
	}
	return shown
}

// Statements tells of each of all where it was caused, for how many milliseconds it kept
// its test waiting (with a star before the most), its text, its arguments, and what the
// database answered: on one line or, if its text is long, clause by clause below that.
func Statements(all []suite.Statement) []string { return statementLines(all, 0, 0) }

// statementLines are those of [Statements], with at most so many characters of each
// argument and so many lines of each statement; 0 means all that there are.
func statementLines(all []suite.Statement, most, lines int) []string {
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
		head := fmt.Sprintf("%s  %s%*s  ", pad(s.Where, width), mark, digits, milliseconds(s.Duration))
		text := squeeze(s.Text, 0)
		if len([]rune(text)) <= longText {
			shown = append(shown, head+text+outcome(s, most))
			continue
		}
		shown = append(shown, strings.TrimRight(head+strings.TrimLeft(outcome(s, most), " "), " "))
		for _, l := range shortened(laidOut(s.Text, longText), lines) {
			shown = append(shown, "    "+l)
		}
	}
	return shown
}

// shortened is lines, or if they are more than most the first of them.
func shortened(lines []string, most int) []string {
	if most == 0 || len(lines) <= most {
		return lines
	}
	return append(slices.Clone(lines[:most-1]), "…")
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.2f ms", d.Seconds()*1000) }

// outcome is such as `  [7]  -> database is locked`.
func outcome(s suite.Statement, most int) string {
	line := ""
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
