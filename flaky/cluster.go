package flaky

import (
	"math"
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// Two tests are put down to one cause if they failed in so many of the same runs that this
// is no coincidence, however many pairs there are to look at; if they also failed in the
// same words, less will do.
const (
	together   = 0.001
	sameWords  = 0.05
	overlap    = 0.5 // of the runs in which either failed
	mostAtOnce = 600 // tests whose causes are sought; more are left apart
)

// A failingSet is the runs in which a test failed, by index, and its words.
type failingSet struct {
	runs  map[int]bool
	words map[string]bool
	by    suite.Order // its culprit, if that is known
}

func failing(runs []*Run, results []Result) []failingSet {
	index := make(map[suite.ID]int, len(results))
	sets := make([]failingSet, len(results))
	for i, r := range results {
		index[r.Test] = i
		sets[i] = failingSet{map[int]bool{}, map[string]bool{}, r.By}
		for _, f := range r.Failures {
			sets[i].words[f.Signature.Text] = true
		}
	}
	for n, r := range runs {
		for i, id := range r.Trial.Order {
			if t, ok := index[id]; ok && r.verdict(i) == failed {
				sets[t].runs[n] = true
			}
		}
	}
	return sets
}

// cluster gathers tests, by average linkage of the overlap of the runs in which they failed.
//
// Source: average linkage as in R. Sokal and C. Michener, University of Kansas Science
// Bulletin 38 (1958) 1409–1438, with the update of G. Lance and W. Williams, The Computer
// Journal 9 (1967) 373–380; that flaky tests fail in clusters, O. Parry et al., Systemic
// Flakiness (2025), who measure distances between tests in the same way.
func cluster(sets []failingSet, runs int) [][]int {
	groups := make([][]int, len(sets))
	for i := range sets {
		groups[i] = []int{i}
	}
	if len(sets) > mostAtOnce {
		return groups
	}
	like := similarities(sets, runs)
	for {
		a, b := closest(like, groups)
		if b < 0 {
			return slices.DeleteFunc(groups, func(g []int) bool { return g == nil })
		}
		m, n := float64(len(groups[a])), float64(len(groups[b]))
		for c := range groups {
			like[a][c] = (m*like[a][c] + n*like[b][c]) / (m + n)
			like[c][a] = like[a][c]
		}
		groups[a], groups[b] = append(groups[a], groups[b]...), nil
	}
}

// closest are the two groups that overlap most; b is below 0 if none do enough.
func closest(like [][]float64, groups [][]int) (a, b int) {
	a, b = -1, -1
	best := overlap
	for i := range groups {
		for j := i + 1; groups[i] != nil && j < len(groups); j++ {
			if v := like[i][j]; groups[j] != nil && v >= best && (v > best || b < 0) {
				a, b, best = i, j, v
			}
		}
	}
	return a, b
}

// similarities are the overlaps of pairs, and 0 where one could be by chance.
func similarities(sets []failingSet, runs int) [][]float64 {
	pairs := float64(max(1, len(sets)*(len(sets)-1)/2))
	like := make([][]float64, len(sets))
	for i := range sets {
		like[i] = make([]float64, len(sets))
		for j := range i {
			if len(sets[i].by)+len(sets[j].by) > 0 {
				if slices.Equal(sets[i].by, sets[j].by) {
					like[i][j], like[j][i] = 1, 1
				}
				continue
			}
			both := shared(sets[i].runs, sets[j].runs)
			if both == 0 {
				continue
			}
			chance := byChance(runs, len(sets[i].runs), len(sets[j].runs), both)
			if chance <= together/pairs || chance <= sameWords && shared(sets[i].words, sets[j].words) > 0 {
				like[i][j] = float64(both) / float64(len(sets[i].runs)+len(sets[j].runs)-both)
				like[j][i] = like[i][j]
			}
		}
	}
	return like
}

func shared[K comparable](a, b map[K]bool) int {
	n := 0
	for k := range a {
		if b[k] {
			n++
		}
	}
	return n
}

// byChance is the probability that two sets of a and b of n runs share at least so many,
// if they were drawn at random: that of a hypergeometric distribution.
func byChance(n, a, b, both int) float64 {
	choose := func(n, k int) float64 {
		x, _ := math.Lgamma(float64(n + 1))
		y, _ := math.Lgamma(float64(k + 1))
		z, _ := math.Lgamma(float64(n - k + 1))
		return x - y - z
	}
	sum := 0.0
	for k := both; k <= min(a, b); k++ {
		if n-a >= b-k {
			sum += math.Exp(choose(a, k) + choose(n-a, b-k) - choose(n, b))
		}
	}
	return sum
}
