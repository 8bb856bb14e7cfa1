package stats

import "math"

// Tally is events in trials, such as failures of a test in the runs of one revision.
type Tally struct {
	Events int `json:"events"`
	Trials int `json:"trials"`
}

// ChangePoints are the indexes at which the rate of events changes, in rising order: each is
// the first with the new rate. Tallies without trials say nothing. None is likely to be
// found if there is none: in at most 5 % of series of 20 to 1,000 tallies.
//
// It is the segmentation with the greatest likelihood, less [changeCosts] for each
// change. The time that it takes grows with the square of the number of tallies.
//
// Source: optimal partitioning, B. Jackson et al., IEEE Signal Processing Letters 12 (2005)
// 105–108; a penalty that grows as log n, Y.-C. Yao, Statistics & Probability Letters 6
// (1988) 181–189.
func ChangePoints(tallies []Tally) []int {
	n := len(tallies)
	events, trials := make([]int, n+1), make([]int, n+1)
	for i, t := range tallies {
		events[i+1], trials[i+1] = events[i]+t.Events, trials[i]+t.Trials
	}
	best := make([]float64, n+1) // of the first so many tallies
	from := make([]int, n+1)     // where their last segment begins
	price := changeCosts(n)
	best[0] = price
	for end := 1; end <= n; end++ {
		best[end] = math.Inf(-1)
		for begin := range end {
			v := best[begin] - price + logLikelihood(events[end]-events[begin], trials[end]-trials[begin])
			if v > best[end] {
				best[end], from[end] = v, begin
			}
		}
	}
	var changes []int
	for end := from[n]; end > 0; end = from[end] {
		changes = append([]int{end}, changes...)
	}
	return changes
}

// changeCosts is by how much the logarithm of the likelihood has to grow with a change among
// n tallies.
func changeCosts(n int) float64 { return math.Log(float64(max(n, 1))) + 2 }

// logLikelihood is the greatest logarithm of the likelihood of k events in n trials, over all
// rates.
func logLikelihood(k, n int) float64 {
	sum := 0.0
	for _, part := range []int{k, n - k} {
		if part > 0 {
			sum += float64(part) * math.Log(float64(part)/float64(n))
		}
	}
	return sum
}
