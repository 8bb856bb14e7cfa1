package flaky

import (
	"strings"

	"github.com/ptr-project/ptr/suite"
)

// A Cause is something that tests fail of, as far as can be told from their failing
// together: in the same runs, and in the same words.
type Cause struct {
	Tests []suite.ID  // what fails most comes first
	Kind  Kind        // of most of them
	By    suite.Order // the test that makes them fail or, if they are brittle, pass; empty if it is not known
	Text  string      // what most of the failures say, in a line

	Red   int // runs as in CI, plain, that were red with it
	Alone int // of these, that were red for nothing else: they would have been green without it

	// Left is how many runs would still be red without this cause and those before it in the
	// report.
	Left int
}

// causesOf gathers results into causes.
func causesOf(runs []*Run, results []Result) []Cause {
	var all []Cause
	for _, members := range clusters(runs, results) {
		c := Cause{By: results[members[0]].By}
		kinds, texts := map[string]int{}, map[string]int{}
		for _, m := range members {
			r := results[m]
			c.Tests = append(c.Tests, r.Test)
			kinds[string(r.Kind)]++
			for _, f := range r.Failures {
				texts[lineOf(f.Example.Failure)] += f.Runs
			}
		}
		c.Kind, c.Text = Kind(most(kinds)), most(texts)
		all = append(all, c)
	}
	price(runs, all)
	return all
}

// lineWidth is how many characters of a line are kept.
const lineWidth = 200

// lineOf is what tells most of a failure: its last line that isn't indented, for the
// exception of a Python traceback, or else its first.
func lineOf(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	line := lines[0]
	if strings.HasPrefix(line, "Traceback") {
		for _, l := range lines[1:] {
			if l != "" && l[0] != ' ' {
				line = l
			}
		}
	}
	runes := []rune(strings.TrimSpace(line))
	return string(runes[:min(len(runes), lineWidth)])
}
