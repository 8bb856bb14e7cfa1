package culprits

import (
	"fmt"
	"io"
	"strings"
)

// writeMarkdown writes accounts for an issue tracker.
func writeMarkdown(w io.Writer, t told) error {
	var m strings.Builder
	for i, a := range t.accounts {
		if i > 0 {
			m.WriteString("\n")
		}
		a.markdown(&m)
	}
	_, err := io.WriteString(w, m.String())
	return err
}

func (a account) markdown(m *strings.Builder) {
	for _, sentence := range a.sentences {
		fmt.Fprintf(m, "**%s**\n", escapedMarkdown(sentence))
	}
	if a.promise != "" {
		fmt.Fprintf(m, "(%s)\n", a.promise)
	}
	fmt.Fprintf(m, "\n%s.\n", escapedMarkdown(a.about))
	if len(a.grid) > 0 {
		fmt.Fprintf(m, "\n```\n%s\n```\n", strings.Join(a.grid, "\n"))
	}
	if len(a.details) > 0 {
		m.WriteString("\n| | |\n| --- | --- |\n")
	}
	for i, d := range a.details {
		label, text := d.label, escapedMarkdown(d.text)
		if i > 0 && a.details[i-1].label == label {
			label = ""
		}
		if d.aside != "" {
			text = markdownCode(d.text) + " " + escapedMarkdown(d.aside)
		}
		fmt.Fprintf(m, "| %s | %s |\n", label, text)
	}
	fmt.Fprintf(m, "\n<details><summary>%s</summary>\n\n| round | method | processes | |\n| ---: | --- | ---: | --- |\n", a.sum)
	for _, r := range a.rounds {
		method := escapedMarkdown(r.Method)
		if r.Why != "" {
			method = "*" + escapedMarkdown(r.Why) + "*<br>" + method
		}
		fmt.Fprintf(m, "| %d | %s | %d | %s |\n", r.Number, method, r.Trials, r.Result)
	}
	m.WriteString("\n</details>\n")
}

// escapedMarkdown is a text that means nothing but itself, within a table too.
func escapedMarkdown(text string) string {
	return strings.NewReplacer("\\", `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "&", "&amp;",
		"\r", " ", "\n", " ").Replace(text)
}

// markdownCode is a text as code within a table. A pipe ends a cell even there.
func markdownCode(text string) string {
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	text = strings.NewReplacer("|", `\|`, "\r", " ", "\n", " ").Replace(text)
	if len(fence) > 1 {
		text = " " + text + " "
	}
	return fence + text + fence
}
