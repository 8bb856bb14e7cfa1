package bisect

import (
	"cmp"
	"math"
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// A suspicion is how likely a candidate is the one that has the effect.
type suspicion struct {
	test   suite.ID
	weight float64 // shares of all, that of no candidate included, which is the rest to 1
}

// ranked are the candidates by how well each explains all that was seen, the best first.
//
// For a candidate with f1 failures in n1 runs after it and f0 in n0 others, against one
// rate for all, the evidence is B(f1+1, n1-f1+1)·B(f0+1, n0-f0+1) / B(f+1, n-f+1), which
// follows from uniform priors of the rates; 0 if it failed less often after it.
func (h *hunt) ranked(refused map[suite.ID]bool) []suspicion {
	exposed, all := h.exposures()
	suspicions := make([]suspicion, 0, len(h.candidates))
	total := 1.0 // of no candidate
	for i, id := range h.candidates {
		if refused[id] {
			continue
		}
		w := math.Exp(min(600, evidence(exposed[i], all)))
		suspicions = append(suspicions, suspicion{id, w})
		total += w
	}
	for i := range suspicions {
		suspicions[i].weight /= total
	}
	slices.SortStableFunc(suspicions, func(a, b suspicion) int { return cmp.Compare(b.weight, a.weight) })
	return suspicions
}

// A test that is worth to be found makes the victim fail in at least weakest of its runs,
// and in so many more than others do. It is out of the question when what was seen is 200
// times as likely without it.
const (
	weakest  = 0.3
	stronger = 0.25
	exclude  = 200
)

// exonerated reports whether all candidates are out of the question.
func (h *hunt) exonerated() bool {
	exposed, all := h.exposures()
	null := (float64(all.Failed) + 0.5) / (float64(all.Of()) + 1)
	guilty := min(0.99, max(weakest, null+stronger))
	return !slices.ContainsFunc(exposed, func(c suite.Count) bool {
		likelihood := float64(c.Failed)*math.Log(guilty/null) + float64(c.Passed)*math.Log((1-guilty)/(1-null))
		return likelihood > -math.Log(exclude)
	})
}

// exposures are how the victim ended after each candidate had run, and in all. Where its
// own runs count, only the first of a process tells.
func (h *hunt) exposures() (exposed []suite.Count, all suite.Count) {
	index := make(map[suite.ID]int, len(h.candidates))
	for i, id := range h.candidates {
		index[id] = i
	}
	exposed = make([]suite.Count, len(index))
	for _, r := range h.readings {
		var met []int
		seen := map[int]bool{}
		next := 0
		checks := r.checks
		if h.once {
			checks = checks[:min(1, len(checks))]
		}
		for _, ch := range checks {
			for ; next < ch.at; next++ {
				if i, ok := index[r.trial.Order[next]]; ok && !seen[i] {
					seen[i] = true
					met = append(met, i)
				}
			}
			all.Add(ch.verdict)
			for _, i := range met {
				exposed[i].Add(ch.verdict)
			}
		}
	}
	return exposed, all
}

// seemsToPolluteItself reports whether it is likelier than not that the victim fails more
// often when it has run before.
func (h *hunt) seemsToPolluteItself() bool {
	var again, all suite.Count
	for _, r := range h.readings {
		for i, c := range r.checks {
			all.Add(c.verdict)
			if i > 0 {
				again.Add(c.verdict)
			}
		}
	}
	return evidence(again, all) > 0
}

// evidence is the logarithm of the Bayes factor of a candidate.
func evidence(exposed, all suite.Count) float64 {
	other := suite.Count{Failed: all.Failed - exposed.Failed, Passed: all.Passed - exposed.Passed}
	if exposed.Of() == 0 || rate(exposed) <= rate(other) {
		return math.Inf(-1)
	}
	return logBeta(exposed) + logBeta(other) - logBeta(all)
}

func rate(c suite.Count) float64 {
	if c.Of() == 0 {
		return 0
	}
	return float64(c.Failed) / float64(c.Of())
}

func logBeta(c suite.Count) float64 {
	a, _ := math.Lgamma(float64(c.Failed) + 1)
	b, _ := math.Lgamma(float64(c.Passed) + 1)
	n, _ := math.Lgamma(float64(c.Of()) + 2)
	return a + b - n
}

// credible are the likeliest candidates that together have that share of what all
// candidates have.
func credible(ranked []suspicion, share float64) []suite.ID {
	var sum float64
	for _, s := range ranked {
		sum += s.weight
	}
	var chosen []suite.ID
	got := 0.0
	for _, s := range ranked {
		if s.weight == 0 || got >= share*sum {
			break
		}
		chosen = append(chosen, s.test)
		got += s.weight
	}
	return chosen
}
