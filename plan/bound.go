package plan

import "time"

// A Load is what a suite asks of workers and cores, however it is dealt to them.
type Load struct {
	Work    time.Duration // of all tests, one after the other
	Longest time.Duration // of one test: none is divided
	CPU     time.Duration // that Work takes of the cores; 0 if unknown
}

// Bound is a length that no plan beats, on so many workers and cores, both at
// least 1: the work in equal shares, the longest test, or, however many workers
// there are, the cores at work all the time. What it leaves out, such as starting
// processes, only takes longer.
//
// Source: R. L. Graham, SIAM J. Appl. Math. 17 (1969) 416–429, for the first two;
// dealing the longest tests first takes at most 4/3 - 1/(3 workers) of the best.
func (l Load) Bound(workers, cores int) time.Duration {
	return max(l.Work/time.Duration(workers), l.Longest, l.CPU/time.Duration(cores))
}

// Efficiency is the share that the bound has of the time that its tests really took on so many
// workers and cores, such as 0.9; 0 if that is no time.
func (l Load) Efficiency(took time.Duration, workers, cores int) float64 {
	if took <= 0 {
		return 0
	}
	return l.Bound(workers, cores).Seconds() / took.Seconds()
}
