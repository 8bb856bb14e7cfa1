package reports

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/ptr-project/ptr/suite"
)

// took is d as people say it: two digits that matter, and a unit.
func took(d time.Duration) string {
	switch s := d.Seconds(); {
	case d < time.Millisecond:
		return fmt.Sprintf("%.1f ms", s*1000)
	case d < 9500*time.Microsecond:
		return fmt.Sprintf("%.0f ms", s*1000)
	case d < 95*time.Millisecond:
		return fmt.Sprintf("%.2f s", s)
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", s)
	case d < time.Hour:
		return fmt.Sprintf("%d min %02d s", int(d.Minutes()), int(s)%60)
	}
	return fmt.Sprintf("%d h %02d min", int(d.Hours()), int(d.Minutes())%60)
}

// clock is d as a clock shows it, such as "0:07".
func clock(d time.Duration) string {
	s := int(d.Seconds())
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// thousands is n with commas.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// plural is such as "1 worker" or "1,000 workers".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return thousands(n) + " " + noun + "s"
}

// label is the word that a line about an attempt begins with.
func label(o suite.Outcome) string {
	switch o {
	case suite.Pass, suite.Skip:
		return string(o)
	case suite.ExpectedFailure:
		return "xfail"
	case suite.UnexpectedSuccess:
		return "XPASS"
	case suite.Unfinished:
		return "LOST"
	}
	return strings.ToUpper(string(o))
}

// lines are those of text that came from a test, fit for a terminal: without colours, and
// with � for what is no UTF-8 and for other characters that control something, be it the
// direction in which what follows is read.
func lines(text string) []string {
	text = unpainted(strings.ReplaceAll(text, "\r\n", "\n"))
	text = strings.Map(func(r rune) rune {
		turns := '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069' // the text behind it round
		if unicode.IsControl(r) && r != '\n' && r != '\t' || turns || unicode.In(r, unicode.Zl, unicode.Zp) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
	text = strings.Trim(text, "\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// oneLine is the first line of text.
func oneLine(text string) string {
	if all := lines(text); len(all) > 0 {
		return strings.TrimSpace(all[0])
	}
	return ""
}

// unpainted is text without the escape sequences of ANSI terminals.
func unpainted(text string) string {
	if !strings.Contains(text, "\x1b[") {
		return text
	}
	return regexp.MustCompile("\x1b\\[[0-9;?]*[A-Za-z]").ReplaceAllString(text, "")
}
