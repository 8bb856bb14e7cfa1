package health

import (
	"fmt"
	"io"
	"strings"

	"github.com/ptr-project/ptr/reports"
)

// WriteText writes what people read on a terminal: the verdict, and the first causes.
func WriteText(w io.Writer, s *Suite) error {
	v := newView(s)
	var b strings.Builder
	verdict := v.verdict()
	fmt.Fprintf(&b, "%s: %s\n", s.Name, v.span())
	fmt.Fprintf(&b, "%s %s\n", verdict.Text, strings.TrimSpace(verdict.More))
	for _, warning := range s.Warnings {
		fmt.Fprintf(&b, "%s\n", reports.Printable(warning))
	}
	if s.Compared != nil {
		for _, c := range v.changeRows(v.changes)[:min(20, len(v.changes))] {
			fmt.Fprintf(&b, " %-16s %s  %s\n", c.What, c.Test, strings.TrimSpace(strings.Join([]string{orNothing("was ", c.Before), orNothing("is ", c.After), c.Ratio}, "  ")))
		}
	} else {
		for _, c := range v.cards() {
			fmt.Fprintf(&b, "\n %d  %s   (%s)\n", c.Number, c.Name, c.Kind)
			for _, line := range []Detail{{"runs", c.Runs}, {"since", c.Since}, {"tests", c.Tests}, {"owner", c.Owners}, {"excused", c.Excused}, {"again", c.Command}, {"mended", c.Proof}} {
				if line.Text != "" {
					fmt.Fprintf(&b, "    %-8s %s\n", line.Name, line.Text)
				}
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func orNothing(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}
