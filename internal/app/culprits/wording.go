package culprits

import (
	"fmt"
	"strings"

	"github.com/ptr-project/ptr/bisect"
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
		all = append(all, w.evidence(a.Finding.Kind, e)...)
		if i < len(a.Finding.Causes) {
			all = append(all, w.effect(a.Finding, a.Finding.Causes[i], e)...)
		}
	}
	for _, other := range a.Finding.Unresolved {
		first, _, _ := strings.Cut(other.Failure, "\n")
		all = append(all, detail{"also", fmt.Sprintf("it failed in another way: %s %s", other.Outcome, first), ""})
	}
	return all
}

// promise is what an accusation comes with.
func (w wording) promise() string {
	return fmt.Sprintf("of accusations made this way, at most 1 in %.0f is wrong", 1/w.alpha)
}

// accuses reports whether a finding names tests, or the victim itself, after pairs.
func (w wording) accuses(f bisect.Finding) bool { return len(f.Causes) > 0 }

// sentences are a finding in one, or in one for each of its causes.
func (w wording) sentences(f bisect.Finding) []string {
	if f.Kind != bisect.Victim && f.Kind != bisect.Brittle {
		return []string{w.sentence(f)}
	}
	var all []string
	for _, c := range f.Causes {
		if f.Kind == bisect.Brittle {
			all = append(all, fmt.Sprintf("%s fails alone, and passes after %s", w.short(f.Victim), w.all(c.Tests)))
			continue
		}
		all = append(all, fmt.Sprintf("%s %s %s fail", w.all(c.Tests), verb(c.Tests), w.short(f.Victim)))
	}
	return all
}

func (w wording) sentence(f bisect.Finding) string {
	victim := w.short(f.Victim)
	switch {
	case f.Kind == bisect.AlwaysFails:
		return fmt.Sprintf("%s always fails: alone %d of %d times", victim, f.Alone.Failed, f.Alone.Of())
	case f.Kind == bisect.NonIdempotent:
		return fmt.Sprintf("%s fails when it has run before in the same process", victim)
	case f.Kind == bisect.Accumulation:
		return fmt.Sprintf("%s fails after any %d of these: %s", victim, f.Needed, w.all(f.Among))
	case f.Kind == bisect.NeedsNeighbours:
		return fmt.Sprintf("%s fails while %s runs on another worker", victim, w.all(f.Causes[0].Tests))
	case f.Kind == bisect.Nondeterministic && f.Alone.Failed == 0:
		return fmt.Sprintf("%s is nondeterministic: it failed %d of %d times, alone 0 of %d, and no test was seen to make it", victim, f.Seen.Failed, f.Seen.Of(), f.Alone.Of())
	case f.Kind == bisect.Nondeterministic:
		return fmt.Sprintf("%s is nondeterministic: alone it failed %d of %d times (%.0f – %.0f %%)",
			victim, f.Alone.Failed, f.Alone.Of(), 100*f.Rate.Low, 100*f.Rate.High)
	}
	return fmt.Sprintf("%s did not fail again: it passed alone %d times, and after what had run before it", victim, f.Alone.Passed)
}

func verb(tests []suite.ID) string {
	if len(tests) > 1 {
		return "together make"
	}
	return "makes"
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
