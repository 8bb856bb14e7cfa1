package plan

import (
	"slices"
	"time"
)

// Whole deals whole pieces, in the order given, each to the worker that is
// free first: what `go test -p` does. It is the baseline that [Balance] is
// measured against.
func Whole(pieces []Piece, workers int, costs Costs) Plan {
	lanes := make([]Lane, workers)
	ends := make([]time.Duration, workers)
	for _, p := range pieces {
		first := slices.Index(ends, slices.Min(ends))
		lanes[first] = append(lanes[first], p)
		ends[first] += Lane{p}.Length(costs)
	}
	return Plan{Lanes: lanes}
}
