package health

import (
	"fmt"
	"strings"
)

// escaped is text as Markdown that shows it, on one line.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range line(text) {
		if strings.ContainsRune("\\`*_{}[]<>#|~&!", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// code is text as code in Markdown, on one line, also in a table; "" of nothing.
func code(text string) string {
	text = line(text)
	if text == "" {
		return ""
	}
	ticks := strings.Repeat("`", longestRun(text, '`')+1)
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return ticks + strings.ReplaceAll(text, "|", "\\|") + ticks
}

// fenced writes an evidence as a block of code.
func fenced(b *strings.Builder, what string, e Evidence) {
	text := e.Text
	if text == "" {
		text = "(it printed nothing)"
	}
	fence := strings.Repeat("`", max(3, longestRun(text, '`')+1))
	fmt.Fprintf(b, "\n%s: %s\n\n%s\n%s\n%s\n", what, escaped(e.Where), fence, text, fence)
}

// longestRun is how often c comes in a row at most.
func longestRun(text string, c rune) int {
	longest, n := 0, 0
	for _, r := range text {
		if r != c {
			n = 0
			continue
		}
		n++
		longest = max(longest, n)
	}
	return longest
}
