package causes

import (
	"math"
	"slices"

	"github.com/ptr-project/ptr/stats"
)

// Two are put down to one cause if they were seen in so many of the same runs that this is
// no coincidence, however many pairs there are to look at; if they also say the same,
// less will do.
const (
	together   = 0.001
	theSame    = 0.02 // that any two were seen in the very same runs
	sameWords  = 0.05
	overlap    = 0.5 // of the runs in which either was seen
	mostAtOnce = 600 // of which causes are sought; more are left apart
)

// A Seen is something that goes wrong, such as a test or a message, and the runs in which it
// did.
type Seen struct {
	Runs    Set
	Exposed Set      // runs that could have shown it
	Words   []string // what it says
	By      string   // what is known to cause it; those of different known causes stay apart
}

// A Timeline says how runs follow each other.
type Timeline bool

// What becomes of runs.
const (
	Exchangeable Timeline = false // all are of the same code, in any order
	Drifting     Timeline = true  // the code changes in between, so that what is broken stays so for many runs
)

// Cluster gathers what has one cause, as far as can be told from it being seen in the same
// runs: groups of indexes of all, in rising order.
//
// What has the same known cause is one, and what was seen in the very same runs, unless that
// is to be expected of some pair. Of the rest those are that overlap by more than chance, by average
// linkage. Where runs drift, chance has to explain in how many runs both *begin* to be
// seen, too: two things that broke at different times, and were mended by nobody, overlap
// for long and have nothing to do with each other.
//
// Source: average linkage as in R. Sokal and C. Michener, University of Kansas Science
// Bulletin 38 (1958) 1409–1438, with the update of G. Lance and W. Williams, The Computer
// Journal 9 (1967) 373–380; that flaky tests fail in clusters, O. Parry et al., Systemic
// Flakiness (2025), who measure distances between tests in the same way.
func Cluster(all []Seen, runs Timeline) [][]int {
	groups := identical(all)
	if len(groups) > mostAtOnce {
		return groups
	}
	like := similarities(all, groups, runs)
	for {
		a, b := closest(like, groups)
		if b < 0 {
			break
		}
		m, n := float64(len(groups[a])), float64(len(groups[b]))
		for c := range groups {
			like[a][c] = (m*like[a][c] + n*like[b][c]) / (m + n)
			like[c][a] = like[a][c]
		}
		groups[a], groups[b] = append(groups[a], groups[b]...), nil
	}
	groups = slices.DeleteFunc(groups, func(g []int) bool { return g == nil })
	for _, g := range groups {
		slices.Sort(g)
	}
	return groups
}

// identical gathers what has the same known cause or was seen in the very same runs, if it is
// no coincidence that so many were.
func identical(all []Seen) [][]int {
	type key struct{ by, runs, exposed string }
	at := map[key]int{}
	var groups [][]int
	for i, s := range all {
		k := key{by: s.By}
		if s.By == "" {
			k = key{"", s.Runs.key(), s.Exposed.key()}
		}
		g, known := at[k]
		if !known {
			g = len(groups)
			at[k], groups = g, append(groups, nil)
		}
		groups[g] = append(groups[g], i)
	}
	pairs := float64(len(all) * (len(all) - 1) / 2)
	var kept [][]int
	for _, g := range groups {
		first := all[g[0]]
		n := first.Runs.Len()
		alike := stats.Shared(first.Exposed.Len(), n, n, n) // one more has the same runs, by chance
		if first.By != "" || pairs*math.Pow(alike, float64(len(g)-1)) <= theSame {
			kept = append(kept, g)
			continue
		}
		for _, i := range g {
			kept = append(kept, []int{i})
		}
	}
	return kept
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

// similarities are the overlaps of pairs of groups, by one of each, and 0 where one could
// be by chance.
func similarities(all []Seen, groups [][]int, runs Timeline) [][]float64 {
	pairs := float64(max(1, len(groups)*(len(groups)-1)/2))
	like := make([][]float64, len(groups))
	for i := range groups {
		like[i] = make([]float64, len(groups))
		for j := range i {
			a, b := all[groups[i][0]], all[groups[j][0]]
			if a.By != "" || b.By != "" {
				continue
			}
			jaccard, chance := compare(a, b, runs)
			if chance <= together/pairs || chance <= sameWords && shareWords(all, groups[i], groups[j]) {
				like[i][j], like[j][i] = jaccard, jaccard
			}
		}
	}
	return like
}

// compare is how far two overlap, and how likely that is by chance, in the runs that
// could have shown either.
func compare(a, b Seen, runs Timeline) (jaccard, chance float64) {
	either := a.Exposed.and(b.Exposed)
	x, y := a.Runs.and(either), b.Runs.and(either)
	both := x.and(y).Len()
	if both == 0 {
		return 0, 1
	}
	jaccard = float64(both) / float64(x.Len()+y.Len()-both)
	chance = stats.Shared(either.Len(), x.Len(), y.Len(), both)
	if runs == Drifting {
		begin, too := x.begins(either), y.begins(either)
		chance = max(chance, stats.Shared(either.Len(), begin.Len(), too.Len(), begin.and(too).Len()))
	}
	return jaccard, chance
}

func shareWords(all []Seen, a, b []int) bool {
	for _, i := range a {
		for _, j := range b {
			if slices.ContainsFunc(all[i].Words, func(w string) bool { return slices.Contains(all[j].Words, w) }) {
				return true
			}
		}
	}
	return false
}
