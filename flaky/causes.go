package flaky

import (
	"cmp"
	"math"
	"slices"
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

// An Outage is one that hit runs.
type Outage struct {
	Text  string
	Runs  []string // by name
	Tests []suite.ID
}

// Two tests are put down to one cause if they failed in so many of the same runs that this
// is no coincidence, however many pairs there are to look at; if they also failed in the
// same words, less will do.
const (
	together     = 0.001
	sameWords    = 0.05
	overlap      = 0.5 // of the runs in which either failed
	mostAtOnce   = 600 // tests whose causes are sought; more are left apart
	theLineWidth = 200
)

// causes gathers results into causes.
func causes(runs []*Run, results []Result) []Cause {
	sets := failing(runs, results)
	clusters := cluster(sets, len(runs))
	var all []Cause
	for _, members := range clusters {
		c := Cause{By: results[members[0]].By}
		kinds, texts := map[string]int{}, map[string]int{}
		for _, m := range members {
			r := results[m]
			c.Tests = append(c.Tests, r.Test)
			kinds[string(r.Kind)]++
			for _, f := range r.Failures {
				texts[lineOf(f.Signature.Text)] += f.Runs
			}
		}
		c.Kind, c.Text = Kind(most(kinds)), most(texts)
		all = append(all, c)
	}
	price(runs, all)
	return all
}

// lineOf is what tells most of a failure: its last line that isn't indented, for the
// exception of a Python traceback, or else its first.
func lineOf(text string) string {
	lines := strings.Split(text, "\n")
	line := lines[0]
	if strings.HasPrefix(line, "Traceback") {
		for _, l := range lines[1:] {
			if l != "" && l[0] != ' ' {
				line = l
			}
		}
	}
	line = strings.TrimSpace(line)
	return line[:min(len(line), theLineWidth)]
}

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
// Bulletin 38 (1958) 1409–1438; that flaky tests fail in clusters, O. Parry et al., Systemic
// Flakiness (2025), who measure distances between tests in the same way.
func cluster(sets []failingSet, runs int) [][]int {
	var groups [][]int
	for i := range sets {
		groups = append(groups, []int{i})
	}
	if len(sets) > mostAtOnce {
		return groups
	}
	like := similarities(sets, runs)
	for {
		a, b, best := -1, -1, overlap
		for i := range groups {
			for j := i + 1; j < len(groups); j++ {
				if v := average(like, groups[i], groups[j]); v >= best && (v > best || a < 0) {
					a, b, best = i, j, v
				}
			}
		}
		if a < 0 {
			return groups
		}
		groups[a] = append(groups[a], groups[b]...)
		groups = slices.Delete(groups, b, b+1)
	}
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

func average(like [][]float64, a, b []int) float64 {
	sum := 0.0
	for _, i := range a {
		for _, j := range b {
			sum += like[i][j]
		}
	}
	return sum / float64(len(a)*len(b))
}

// price counts the red runs of causes, and puts the one first that would make most of them
// green; then the one that would next.
func price(runs []*Run, all []Cause) {
	of := map[suite.ID]int{}
	for i, c := range all {
		for _, id := range c.Tests {
			of[id] = i
		}
	}
	var reds []map[int]bool // causes by run
	for _, r := range runs {
		if r.Condition != "" || !r.Kind.Natural() {
			continue
		}
		red := map[int]bool{}
		for id := range redFor(r) {
			if i, ok := of[id]; ok {
				red[i] = true
			}
		}
		if len(red) > 0 {
			reds = append(reds, red)
		}
	}
	for i := range all {
		for _, red := range reds {
			if red[i] {
				all[i].Red++
				if len(red) == 1 {
					all[i].Alone++
				}
			}
		}
	}
	rank(all, reds)
}

// rank sorts causes greedily by what fixing each next one saves.
func rank(all []Cause, reds []map[int]bool) {
	left := make([]int, len(all))
	for i := range left {
		left[i] = i
	}
	var order []Cause
	for len(left) > 0 {
		saved := map[int]int{}
		for _, red := range reds {
			if len(red) == 1 {
				for i := range red {
					saved[i]++
				}
			}
		}
		best := slices.MaxFunc(left, func(a, b int) int {
			return cmp.Or(cmp.Compare(saved[a], saved[b]), cmp.Compare(all[a].Red, all[b].Red), cmp.Compare(len(all[a].Tests), len(all[b].Tests)), cmp.Compare(b, a))
		})
		remaining := 0
		for _, red := range reds {
			delete(red, best)
			if len(red) > 0 {
				remaining++
			}
		}
		all[best].Left = remaining
		order = append(order, all[best])
		left = slices.DeleteFunc(left, func(i int) bool { return i == best })
	}
	copy(all, order)
}

// outages gathers runs that were hit by the same.
func outages(runs []*Run) []Outage {
	var all []Outage
	for _, r := range runs {
		if len(r.apart) == 0 {
			continue
		}
		i := slices.IndexFunc(all, func(o Outage) bool { return o.Text == r.Outage })
		if i < 0 {
			i = len(all)
			all = append(all, Outage{Text: r.Outage})
		}
		o := &all[i]
		o.Runs = append(o.Runs, r.Name)
		for at := range r.apart {
			if id := r.Trial.Order[at]; !slices.Contains(o.Tests, id) {
				o.Tests = append(o.Tests, id)
			}
		}
		slices.Sort(o.Tests)
	}
	return all
}
