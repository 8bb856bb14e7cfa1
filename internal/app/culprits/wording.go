package culprits

import (
	"fmt"
	"strings"
	"time"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/suite"
)

// A wording says in words what a search has found.
type wording struct {
	alpha float64 // share of accusations that may be wrong
	short func(suite.ID) string
}

// A detail is one line about a finding.
type detail struct {
	label string // of several lines the same, if they belong together
	text  string
	aside string // what a command did; "" if text is no command
}

// details are what is to be said of an answer beside its sentences.
func (w wording) details(a Answer) []detail {
	var all []detail
	for i, e := range a.Evidence {
		if len(a.Evidence) > 1 {
			all = append(all, detail{"of these", w.all(e.Tests), ""})
		}
		if len(a.Also) > 0 {
			all = append(all, detail{"seen with", w.short(a.Finding.Victim), ""})
		}
		if a.Finding.Kind == bisect.NeedsNeighbours {
			all = append(all, w.meeting(a.Finding, e, a.Also)...)
			continue
		}
		all = append(all, w.evidence(a.Finding, e)...)
		if i < len(a.Finding.Causes) {
			all = append(all, w.effect(a.Finding, a.Finding.Causes[i], e)...)
			all = append(all, w.effects(a, i)...)
		}
	}
	if k := a.Finding.Kind; a.Finding.Said != "" && (k == bisect.AlwaysFails || k == bisect.Nondeterministic) {
		all = append(all, detail{"says", a.Finding.Said, ""})
	}
	if g := a.Given; g != nil {
		all = append(all, detail{"hangs", g.String(), ""})
	}
	for _, other := range a.Finding.Unresolved {
		first, _, _ := strings.Cut(other.Failure, "\n")
		all = append(all, detail{"also", fmt.Sprintf("it failed in another way: %s %s", other.Outcome, first), ""})
	}
	return all
}

func (g Given) String() string {
	text := "it is said to hang"
	if g.Limit > 0 {
		text += " after " + console.Seconds(g.Limit)
	}
	if g.Took == 0 {
		return text + "; it was not seen to pass"
	}
	took := fmt.Sprintf("%d ms", max(1, g.Took.Milliseconds()))
	if g.Took >= time.Second {
		took = console.Seconds(g.Took)
	}
	return fmt.Sprintf("%s; where it passed it took %s at most", text, took)
}

// promise is what an accusation comes with.
func (w wording) promise() string {
	return fmt.Sprintf("of accusations made this way, at most 1 in %.0f is wrong", 1/w.alpha)
}

// accuses reports whether a finding names tests, or the victim itself, after pairs.
func (w wording) accuses(f bisect.Finding) bool { return len(f.Causes) > 0 }

// sentences are a finding in one, or in one for each of its causes, with all others that
// have it.
func (w wording) sentences(f bisect.Finding, also []Also) []string {
	switch {
	case f.Kind == bisect.AlwaysFails && len(also) > 0:
		return []string{w.alwaysFail(f, also)}
	case f.Kind == bisect.NeedsNeighbours:
		return []string{w.meet(f, also)}
	case f.Kind != bisect.Victim && f.Kind != bisect.Brittle:
		return []string{w.sentence(f)}
	}
	fail := failsHow(f, also)
	var all []string
	for _, c := range f.Causes {
		victims := append([]suite.ID{f.Victim}, having(c, also)...)
		if f.Kind == bisect.Brittle {
			all = append(all, fmt.Sprintf("%s %s alone, and %s after %s", w.some(victims), plural(victims, fail.one, fail.several), plural(victims, "passes", "pass"), w.all(c.Tests)))
			continue
		}
		all = append(all, fmt.Sprintf("%s %s %s %s", w.all(c.Tests), plural(c.Tests, "makes", "together make"), w.some(victims), fail.several))
	}
	return all
}

// A verb is what one test does, or several.
type verb struct{ one, several string }

// failsHow is the verb for how victims fail, if all do it in one way.
func failsHow(f bisect.Finding, also []Also) verb {
	for _, a := range also {
		if a.Finding.Outcome != f.Outcome {
			return verb{"fails", "fail"}
		}
	}
	switch f.Outcome {
	case suite.Crash:
		return verb{"crashes", "crash"}
	case suite.Timeout:
		return verb{"hangs", "hang"}
	}
	return verb{"fails", "fail"}
}

// alwaysFail says it of several.
func (w wording) alwaysFail(f bisect.Finding, also []Also) string {
	tests, alone := []suite.ID{f.Victim}, f.Alone
	for _, a := range also {
		tests = append(tests, a.Finding.Victim)
		alone.Failed, alone.Passed = alone.Failed+a.Finding.Alone.Failed, alone.Passed+a.Finding.Alone.Passed
	}
	return fmt.Sprintf("%s always %s: alone %d of %d times", w.some(tests), failsHow(f, also).several, alone.Failed, alone.Of())
}

func (w wording) sentence(f bisect.Finding) string {
	victim, fails := w.short(f.Victim), failsHow(f, nil).one
	switch {
	case f.Kind == bisect.AlwaysFails:
		return fmt.Sprintf("%s always %s: alone %d of %d times", victim, fails, f.Alone.Failed, f.Alone.Of())
	case f.Kind == bisect.NonIdempotent:
		return fmt.Sprintf("%s %s when it has run before in the same process", victim, fails)
	case f.Kind == bisect.Accumulation:
		return fmt.Sprintf("%s %s after any %d of these: %s", victim, fails, f.Needed, w.all(f.Among))
	case f.Kind == bisect.Nondeterministic && f.Alone.Failed == 0:
		return fmt.Sprintf("%s is nondeterministic: it failed %d of %d times, alone 0 of %d, and no test was seen to make it", victim, f.Seen.Failed, f.Seen.Of(), f.Alone.Of())
	case f.Kind == bisect.Nondeterministic:
		return fmt.Sprintf("%s is nondeterministic: alone it failed %d of %d times (%.0f – %.0f %%)",
			victim, f.Alone.Failed, f.Alone.Of(), 100*f.Rate.Low, 100*f.Rate.High)
	}
	if f.Alone.Of() == 0 && len(f.Unresolved) > 0 {
		return victim + " did not fail as it had: in each trial it failed in another way"
	}
	return fmt.Sprintf("%s did not fail again: it passed alone %d times, and after what had run before it", victim, f.Alone.Passed)
}

// plural is a verb for one test, or for several.
func plural(tests []suite.ID, one, several string) string {
	if len(tests) > 1 {
		return several
	}
	return one
}

// severalTests is how many tests a sentence names at most.
const severalTests = 6

// some names tests or, of many, the first and how many others there are.
func (w wording) some(tests []suite.ID) string {
	if len(tests) <= severalTests {
		return w.all(tests)
	}
	var names []string
	for _, id := range tests[:severalTests/2] {
		names = append(names, w.short(id))
	}
	return fmt.Sprintf("%s and %d others", strings.Join(names, ", "), len(tests)-len(names))
}

func (w wording) all(tests []suite.ID) string {
	var names []string
	for _, id := range tests {
		names = append(names, w.short(id))
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
