package flaky

import (
	"strings"

	"github.com/ptr-project/ptr/causes"
	"github.com/ptr-project/ptr/suite"
)

// clusters gathers results that have one cause, by their index.
func clusters(runs []*Run, results []Result) [][]int {
	index := make(map[suite.ID]int, len(results))
	all := make([]causes.Seen, len(results))
	for i, r := range results {
		index[r.Test] = i
		all[i].By = culprit(r)
		for _, f := range r.Failures {
			all[i].Words = append(all[i].Words, f.Signature.Text)
		}
	}
	for n, r := range runs {
		for i, id := range r.Trial.Order {
			t, ok := index[id]
			if !ok {
				continue
			}
			switch r.verdict(i) {
			case failed:
				all[t].Runs.Add(n)
				all[t].Exposed.Add(n)
			case passed:
				all[t].Exposed.Add(n)
			}
		}
	}
	return causes.Cluster(all, causes.Exchangeable)
}

// culprit is the same for the same tests that have the same effect; "" if none are known.
// What needs a test is not mended with what fails after it.
func culprit(r Result) string {
	if len(r.By) == 0 {
		return ""
	}
	effect := "after"
	if r.Kind == Brittle {
		effect = "without"
	}
	names := []string{effect}
	for _, id := range r.By {
		names = append(names, string(id))
	}
	return strings.Join(names, "\n")
}
