package bisect

import (
	"cmp"
	"math"
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// patience is for how many runs of all candidates random chains look for a suspect, where
// the victim sometimes fails by itself, or a polluter works only sometimes.
const patience = 4

// noisy goes after tests that make the victim fail more often, by counts: how it ended
// after each candidate had run, and where it had not. Chains in random orders are run
// of the candidates that remain likely, until few are; these are heard.
func (s *search) noisy(h *hunt) (Finding, error) {
	c := newChase(h)
	likely := h.candidates
	refused := map[suite.ID]bool{}
	for until := h.tests + patience*(len(h.candidates)+fresh); h.tests < until; {
		lanes := h.shuffled(likely)
		if _, err := h.run("random chains", h.trials(lanes)); err != nil {
			return Finding{}, err
		}
		ranked := h.ranked(refused)
		likely = credible(ranked, 0.999)
		if len(likely) > max(4, h.Workers/2) {
			continue
		}
		if len(likely) == 0 {
			break
		}
		accused := likely[:min(len(likely), 2)]
		var sets [][]suite.ID
		for _, id := range accused {
			sets = append(sets, []suite.ID{id})
			refused[id] = true
		}
		if err := c.confirm(sets); err != nil {
			return Finding{}, err
		}
		if len(c.causes) > 0 {
			return s.found(Victim, c), nil
		}
		likely = h.candidates
	}
	s.classify()
	if s.finding(Nondeterministic).Seen.Failed == 0 {
		return s.finding(NotReproduced), nil
	}
	return s.found(Nondeterministic, c), nil
}

// shuffled deals tests at random to lanes, with the victim often in between. The fewer
// they are, the more often each comes: a round takes about as long as the first did.
func (h *hunt) shuffled(tests []suite.ID) []stretch {
	copies := max(1, min(h.Workers, len(h.candidates)/(2*max(1, len(tests)))))
	var lanes []stretch
	for range copies {
		mixed := slices.Clone(tests)
		h.random.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		for _, part := range split(mixed, max(1, h.Workers/copies)) {
			every := int(math.Ceil(2 * h.relative()))
			lanes = append(lanes, stretch{nil, part, max(1, min(every, len(part)/8))})
		}
	}
	return lanes
}

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
	index := make(map[suite.ID]int, len(h.candidates))
	for i, id := range h.candidates {
		index[id] = i
	}
	exposed, all := h.exposures(index)
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

// exposures are how the victim ended after each candidate had run, and in all.
func (h *hunt) exposures(index map[suite.ID]int) (exposed []Count, all Count) {
	exposed = make([]Count, len(index))
	for _, r := range h.readings {
		var met []int
		seen := map[int]bool{}
		next := 0
		for _, ch := range r.checks {
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

// evidence is the logarithm of the Bayes factor of a candidate.
func evidence(exposed, all Count) float64 {
	other := Count{Failed: all.Failed - exposed.Failed, Passed: all.Passed - exposed.Passed}
	if exposed.Of() == 0 || rate(exposed) <= rate(other) {
		return math.Inf(-1)
	}
	return logBeta(exposed) + logBeta(other) - logBeta(all)
}

func rate(c Count) float64 {
	if c.Of() == 0 {
		return 0
	}
	return float64(c.Failed) / float64(c.Of())
}

func logBeta(c Count) float64 {
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
