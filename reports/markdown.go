package reports

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/ptr-project/ptr/suite"
)

// NewMarkdown writes a summary such as CI services show beside a build: the
// verdict, and a table of what went wrong.
func NewMarkdown(w io.Writer) Reporter { return &markdown{bufio.NewWriter(w), newTally()} }

type markdown struct {
	w     *bufio.Writer
	tally *tally
}

func (m *markdown) Event(e suite.Event) error {
	m.tally.event(e)
	return nil
}

func (m *markdown) Close() error {
	m.verdict()
	m.table("failed", suite.Failed, suite.Errored)
	m.statements()
	m.units()
	m.table("flaky", suite.Flaky)
	if f := m.tally.finished; f != nil && len(f.Notes) > 0 {
		m.line("")
		for _, n := range f.Notes {
			m.line("- %s: %s", cell(n.Topic), cell(n.Text))
		}
	}
	return m.w.Flush()
}

// line writes a line; errors come back from Flush.
func (m *markdown) line(pattern string, args ...any) { _, _ = fmt.Fprintf(m.w, pattern+"\n", args...) }

func (m *markdown) verdict() {
	plain := &printer{}
	sum := m.tally.summary()
	mark := "passed"
	switch {
	case sum.Failed+sum.Broken+sum.Units > 0:
		mark = "failed"
	case m.tally.finished != nil && m.tally.finished.Cause != "":
		mark = "stopped: " + cell(m.tally.finished.Cause)
	case m.tally.finished == nil || m.tally.finished.Interrupted:
		mark = "interrupted"
	case sum.Tests() == 0:
		mark = "nothing to run"
	}
	m.line("### %s: %s", cell(m.tally.run.Name), mark)
	m.line("")
	m.line("| passed | failed | flaky | skipped | broken | not run |")
	m.line("| ---: | ---: | ---: | ---: | ---: | ---: |")
	m.line("| %s | %s | %s | %s | %s | %s |", thousands(sum.Passed), thousands(sum.Failed), thousands(sum.Flaky),
		thousands(sum.Skipped), thousands(sum.Broken), thousands(sum.NotRun))
	m.line("")
	m.line("%s", strings.Join(strings.Fields(plain.circumstances(m.tally)), " "))
	for _, condition := range m.tally.conditions() {
		m.line("")
		m.line("perturbed %s", cell(condition))
	}
}

// table lists the tests that came to one of verdicts.
func (m *markdown) table(title string, verdicts ...suite.Verdict) {
	empty := true
	for _, f := range m.tally.failures {
		for _, v := range verdicts {
			if m.tally.verdicts[f.Test] != v {
				continue
			}
			if empty {
				m.line("")
				m.line("| %s | outcome | message |", title)
				m.line("| --- | --- | --- |")
			}
			empty = false
			for _, part := range f.parts {
				m.line("| `%s` | %s | %s |", code(m.tally.short(part.Test)), part.Outcome, cell(part.Failure))
			}
		}
	}
}

// statements are folded away: they are long.
func (m *markdown) statements() {
	for _, f := range m.tally.failures {
		shown := lastStatements(f.Statements, "")
		if len(shown) == 0 {
			continue
		}
		m.line("")
		m.line("<details><summary>statements of <code>%s</code></summary>", html.EscapeString(m.tally.short(f.Test)))
		m.line("")
		for _, l := range shown {
			m.line("    %s", l)
		}
		m.line("")
		m.line("</details>")
	}
}

func (m *markdown) units() {
	if len(m.tally.units) == 0 {
		return
	}
	m.line("")
	m.line("| %s | reason | output |", unitNoun(m.tally.run))
	m.line("| --- | --- | --- |")
	for _, u := range m.tally.units {
		m.line("| `%s` | %s | %s |", code(u.Unit), cell(u.Reason), cell(string(u.Output)))
	}
}

// cell makes text safe within a table: Markdown and HTML in it mean nothing.
func cell(text string) string {
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "|", `\|`, "\\", `\\`,
		"`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`)
	safe := lines(text)
	for i, l := range safe {
		safe[i] = escape.Replace(strings.TrimSpace(l))
	}
	return strings.Join(safe, "<br>")
}

// code makes a name safe within backquotes within a table.
func code(name string) string {
	return strings.NewReplacer("`", "'", "|", `\|`).Replace(strings.Join(lines(name), " "))
}
