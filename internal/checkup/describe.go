package checkup

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/reports/health"
	"github.com/ptr-project/ptr/stats"
)

// Describe says what kind of cause c is, and how to see it again.
func Describe(s *health.Suite, c *health.Cause) {
	seen, exposed := s.SeenIn(*c), s.Exposed(*c)
	passed, failed := 0, 0
	for _, i := range c.Failures {
		switch a := s.Failures[i].Alone; {
		case a.Bad():
			failed++
		case a.Good():
			passed++
		}
	}
	before, _ := slices.BinarySearch(exposed, seen[0])
	since := len(exposed) - before
	rate := stats.Jeffreys(min(len(seen), since), max(1, since), 0.95)
	// How likely it is that a test with this rate passes so often alone.
	lucky := math.Pow(1-rate.Low, float64(passed))
	switch {
	case c.Kind != "":
	case passed > 0 && failed == 0 && lucky < 0.05:
		c.Kind = health.InCompany
	case since > 1 && len(seen) == since:
		c.Kind = health.Broken
	case len(seen) < since:
		c.Kind = health.Intermittent
	default:
		c.Kind = health.Once
	}
	if passed+failed > 0 {
		c.Notes = append(c.Notes, fmt.Sprintf("Run again alone, in a fresh process and clone, it failed %d of %d times.", failed, passed+failed))
	}
	if passed > 0 && failed == 0 && c.Kind != health.Infrastructure {
		c.Details = append(c.Details, health.Detail{Name: "if company made no difference",
			Text: fmt.Sprintf("it would pass alone %d of %d times with a probability of at most %.2g", passed, passed, lucky)})
	}
	c.Again = reproduction(s, *c, failed, passed+failed)
	last := s.Failures[c.Failures[len(c.Failures)-1]]
	c.Failing = health.Evidence{Where: where(s, last), Text: cmp.Or(last.Output, last.Said)}
	if last.Said != "" && !strings.Contains(last.Output, strings.TrimSpace(last.Said)) {
		c.Failing.Text = strings.TrimRight(last.Said, "\n") + "\n\n" + last.Output
	}
}

// reproduction is the shortest command that is known, or likely, to make c show itself.
func reproduction(s *health.Suite, c health.Cause, failed, alone int) health.Reproduction {
	last := s.Failures[c.Failures[len(c.Failures)-1]]
	run, t := s.Runs[last.Run], s.Tests[last.Test]
	name := reports.Quote(t.Short)
	switch {
	case t.Whole:
		return health.Reproduction{Command: command(run, "ptr run", name)}
	case failed > 0:
		return health.Reproduction{Command: command(run, "ptr run", "--test "+name), Hits: failed, Tries: alone, Why: "alone, in a fresh process and clone"}
	}
	return health.Reproduction{
		Command: command(run, "ptr replay "+run.ID, fmt.Sprintf("--worker %d --until %s", last.Worker, name)),
		Why:     "what its worker ran before it, again",
	}
}

// command is one that finds the tests of a run, typed in the suite's folder.
func command(r health.Run, program, rest string) string {
	words := []string{program}
	for _, given := range r.Given {
		if given == "-args" {
			words, rest = append(words, rest), ""
		}
		if !strings.HasPrefix(given, "-C ") {
			words = append(words, given)
		}
	}
	if rest != "" {
		words = append(words, rest)
	}
	return strings.Join(words, " ")
}

func where(s *health.Suite, f health.Failure) string {
	text := fmt.Sprintf("%s in run %s", s.Tests[f.Test].Short, s.Runs[f.Run].ID)
	if f.Worker == 0 {
		return text
	}
	return fmt.Sprintf("%s, on worker %d after %s, seed %d", text, f.Worker, reports.Plural(f.Before, "test"), s.Runs[f.Run].Seed)
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(reports.Printable(strings.TrimSpace(text)), "\n")
	return line
}

// topCauses is for how many causes passing evidence is looked up.
const topCauses = 5
