package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/ptr-project/ptr/internal/figures/outcomes"
)

// An outcomesResult is what ptrbench outcomes --json writes.
type outcomesResult struct {
	Own         string                `json:"own"`         // the suite's own way of running
	Outcomes    int                   `json:"outcomes"`    // of that
	Differences []outcomes.Difference `json:"differences"` // nobody knows why
	Known       []outcomes.Difference `json:"known"`       // somebody does
	ByOutcome   map[string]int        `json:"by_outcome"`  // how many of the suite's own run ended so
}

func newResult(own string, baseline, ptr outcomes.Outcomes, known []outcomes.Known) outcomesResult {
	r := outcomesResult{Own: own, Outcomes: len(baseline), ByOutcome: map[string]int{}}
	for _, result := range baseline {
		r.ByOutcome[result.Outcome]++
	}
	r.Known, r.Differences = outcomes.Explain(outcomes.Compare(baseline, ptr), known)
	return r
}

func (r outcomesResult) show(w io.Writer) {
	showDifferences(w, r.Own, r.Differences)
	if len(r.Known) > 0 {
		fmt.Fprintln(w, " known:")
		showDifferences(w, r.Own, r.Known)
		fmt.Fprintf(w, "%d outcomes, %d differ, and %d are known to\n", r.Outcomes, len(r.Differences), len(r.Known))
		return
	}
	fmt.Fprintf(w, "%d outcomes, %d differ\n", r.Outcomes, len(r.Differences))
}

// shortened is text in at most n letters, its middle left out.
func shortened(text string, n int) string {
	letters := []rune(strings.ToValidUTF8(text, "\ufffd"))
	if len(letters) <= n {
		return text
	}
	return string(letters[:n-n/4]) + "…" + string(letters[len(letters)-n/4:])
}

// seen is what became of a test in one of the two runs.
func seen(r outcomes.Result) string {
	if r.Outcome == "" {
		return "not seen"
	}
	return r.Outcome
}

// shown is how many differences are shown: what has gone wrong as a whole would
// fill the screen.
const shown = 20

func showDifferences(w io.Writer, own string, differences []outcomes.Difference) {
	for i, d := range differences {
		if i == shown {
			fmt.Fprintf(w, " and %d more, which --json FILE writes\n", len(differences)-shown)
			return
		}
		fmt.Fprintf(w, " %-8s %s: %s %s, ptr %s\n", d.Kind(), shortened(d.Name, 200), own, seen(d.Baseline), seen(d.Ptr))
		for _, text := range []string{d.Baseline.Failure, d.Ptr.Failure, d.Cause} {
			if text != "" {
				fmt.Fprintf(w, "          %s\n", shortened(text, 300))
			}
		}
	}
}
