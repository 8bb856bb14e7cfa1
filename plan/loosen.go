package plan

import (
	"time"

	"github.com/ptr-project/ptr/suite"
)

// longShare is which part of a worker's own time a group has to take to be cut apart. What
// is shorter keeps no worker waiting for long, and stays with its set-up.
const longShare = 4

// Loosen takes tests that are loose out of their groups, where history says that a group
// takes more than a quarter of the time that each worker has: dealt whole, it could have
// all others wait for the one that got it. Of groups with a test that history doesn't know
// nothing is said, and they stay together.
func Loosen(tests []suite.Test, costs Costs, workers int) []suite.Test {
	var all time.Duration
	length, unknown := map[string]time.Duration{}, map[string]bool{}
	for _, t := range tests {
		all += costs.Of(t)
		length[t.Group] += costs.Of(t)
		if _, known := costs.Tests[t.ID]; !known || !t.Loose {
			unknown[t.Group] = true
		}
	}
	limit := all / time.Duration(longShare*workers)
	loosened := make([]suite.Test, len(tests))
	for i, t := range tests {
		if workers > 1 && !unknown[t.Group] && length[t.Group] > limit {
			t.Group = ""
		}
		loosened[i] = t
	}
	return loosened
}
