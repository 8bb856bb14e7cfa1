package health

import (
	"cmp"
	"slices"
)

// Counted says of each run whether it tells how often people and CI see the suite fail: a
// plain one does, others only if none is.
func (s *Suite) Counted() []bool {
	plain := func(r Run) bool { return r.Condition == Plain }
	all := !slices.ContainsFunc(s.Runs, plain)
	counted := make([]bool, len(s.Runs))
	for i, r := range s.Runs {
		counted[i] = all || plain(r)
	}
	return counted
}

// Red are the indices of runs that count in which something failed.
func (s *Suite) Red() []int {
	var red []int
	for i, counts := range s.Counted() {
		if counts && isRed(s.Runs[i]) {
			red = append(red, i)
		}
	}
	return red
}

func isRed(r Run) bool { return r.Counts.Failed+r.Counts.Broken+r.Counts.Units > 0 }

// RedBy are the indices of runs that count and that c made red, ascending.
func (s *Suite) RedBy(c Cause) []int {
	var runs []int
	counted := s.Counted()
	for _, f := range c.Failures {
		failed := s.Failures[f]
		if counted[failed.Run] && bad(s.Tests[failed.Test].Results[failed.Run].Verdict) {
			runs = append(runs, failed.Run)
		}
	}
	slices.Sort(runs)
	return slices.Compact(runs)
}

// SeenIn are the indices of runs in which c was seen, retried or not, ascending.
func (s *Suite) SeenIn(c Cause) []int {
	var runs []int
	for _, f := range c.Failures {
		runs = append(runs, s.Failures[f].Run)
	}
	slices.Sort(runs)
	return slices.Compact(runs)
}

// TestsOf are the indices of the tests that c makes fail, those that do so most often
// first.
func (s *Suite) TestsOf(c Cause) []int {
	times := map[int]int{}
	var tests []int
	for _, f := range c.Failures {
		t := s.Failures[f].Test
		if times[t] == 0 {
			tests = append(tests, t)
		}
		times[t]++
	}
	slices.SortStableFunc(tests, func(a, b int) int { return cmp.Compare(times[b], times[a]) })
	return tests
}

// OwnersOf are the owners of the tests of c.
func (s *Suite) OwnersOf(c Cause) []string {
	var owners []string
	for _, t := range s.TestsOf(c) {
		for _, o := range s.Tests[t].Owners {
			if !slices.Contains(owners, o) {
				owners = append(owners, o)
			}
		}
	}
	return owners
}

// Exposed is how many runs had a test of c, and so could have shown it.
func (s *Suite) Exposed(c Cause) []int {
	tests := s.TestsOf(c)
	var runs []int
	for i := range s.Runs {
		if slices.ContainsFunc(tests, func(t int) bool { return ran(s.Tests[t].Results[i].Verdict) }) {
			runs = append(runs, i)
		}
	}
	return runs
}

// Rank sorts causes: those that make most runs red first, then those seen most.
// Infrastructure comes last, since no change to the suite mends it.
func (s *Suite) Rank() {
	type rank struct{ aside, red, seen, tests int }
	of := func(c Cause) rank {
		r := rank{red: len(s.RedBy(c)), seen: len(s.SeenIn(c)), tests: len(s.TestsOf(c))}
		if c.Kind == Infrastructure {
			r.aside = 1
		}
		return r
	}
	ranks := make([]rank, len(s.Causes))
	order := make([]int, len(s.Causes))
	for i, c := range s.Causes {
		ranks[i], order[i] = of(c), i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := ranks[a], ranks[b]
		return cmp.Or(cmp.Compare(x.aside, y.aside), cmp.Compare(y.red, x.red), cmp.Compare(y.seen, x.seen), cmp.Compare(y.tests, x.tests))
	})
	sorted := make([]Cause, len(order))
	for i, o := range order {
		sorted[i] = s.Causes[o]
	}
	s.Causes = sorted
}
