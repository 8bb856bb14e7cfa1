package reports

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/suite"
)

// NewGitHub writes GitHub's workflow commands, which show failures beside the
// lines of code that they are about. Flaky tests and leaks are warnings.
//
// Source: "Workflow commands for GitHub Actions", docs.github.com.
func NewGitHub(w io.Writer) Reporter {
	return &github{bufio.NewWriter(w), newTally()}
}

type github struct {
	w     *bufio.Writer
	tally *tally
}

func (g *github) Event(e suite.Event) error {
	g.tally.event(e)
	return nil
}

// Close annotates: only now is it known which failures count.
func (g *github) Close() error {
	for _, u := range g.tally.units {
		g.annotate("error", spot{}, u.Unit+": "+u.Reason, string(u.Output))
	}
	for _, f := range g.tally.failures {
		level := "error"
		if g.tally.verdicts[f.Test] == suite.Flaky {
			level = "warning"
		}
		for _, part := range f.parts {
			title := fmt.Sprintf("%s: %s", g.tally.short(part.Test), part.Outcome)
			g.annotate(level, g.where(f.Test, part), title, part.Failure)
		}
	}
	for _, l := range g.tally.shared {
		g.annotate("warning", spot{}, l.Of+": left behind "+string(l.Kind), l.What)
	}
	for _, a := range g.tally.left {
		for _, l := range a.Leaks {
			g.annotate("warning", g.where(a.Test, suite.Attempt{}), g.tally.short(a.Test)+": left behind "+string(l.Kind), l.What)
		}
		for _, c := range a.Changes {
			g.annotate("warning", g.where(a.Test, suite.Attempt{}), g.tally.short(a.Test)+": left a change", change(c))
		}
	}
	return g.w.Flush()
}

// A spot is a line of a file, relative to the suite's root. The zero spot is
// unknown.
type spot struct{ file, line string }

// where is the line of the suite where a was raised or, if that is not known, the one that
// its failure names, if it is in the file or at least the folder that its test is declared
// in; else that where the test is declared.
func (g *github) where(test suite.ID, a suite.Attempt) spot {
	if len(a.Raised) > 0 {
		for _, f := range slices.Backward(a.Raised[0].Frames) {
			if !path.IsAbs(f.File) && !strings.Contains(f.File, ":") && f.Line > 0 {
				return spot{f.File, fmt.Sprint(f.Line)}
			}
		}
	}
	declared := g.tally.declared(test)
	if declared.File == "" {
		return spot{}
	}
	named := regexp.MustCompile(`(?m)^\s*([\w.-]+\.\w+):(\d+):`).FindStringSubmatch(a.Failure)
	if named != nil {
		return spot{path.Join(path.Dir(declared.File), named[1]), named[2]}
	}
	return spot{declared.File, fmt.Sprint(declared.Line)}
}

func (g *github) annotate(level string, at spot, title, text string) {
	var properties []string
	if at.file != "" {
		properties = append(properties, "file="+property(at.file), "line="+at.line)
	}
	properties = append(properties, "title="+property(title))
	// Errors come back from Flush.
	_, _ = fmt.Fprintf(g.w, "::%s %s::%s\n", level, strings.Join(properties, ","), data(strings.Join(lines(text), "\n")))
}

// data escapes what follows the second pair of colons.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// property escapes a value before it.
func property(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(data(strings.Join(lines(s), " ")))
}
