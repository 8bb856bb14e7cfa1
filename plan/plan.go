// Package plan decides which worker runs which tests, and in which order. It is
// pure: tests, past durations and a seed go in, a plan comes out.
package plan

import (
	"time"

	"github.com/ptr-project/ptr/suite"
)

// A Plan is what every worker is to run, fixed before the start.
type Plan struct {
	Seed  uint64
	Lanes []Lane // one for each worker
}

// A Lane is what one worker runs, first to last.
type Lane []Piece

// A Piece is tests of one unit that one process runs, first to last, those of
// one kind together.
type Piece struct {
	Unit  string
	Tests []suite.Test
}

// Costs are what tests are expected to take, according to history.
type Costs struct {
	Tests map[suite.ID]time.Duration
	Start time.Duration // until a process of its own can run a unit's first test
	Guess time.Duration // for a test that history doesn't know

	// Parallel is how many parallel tests run at once in a process; 0 means 1.
	Parallel int
}

// Of is what t is expected to add to the time of its process: its duration or,
// if it is parallel, its share of the time that it has with its neighbours.
func (c Costs) Of(t suite.Test) time.Duration {
	d, ok := c.Tests[t.ID]
	if !ok {
		d = c.Guess
	}
	if t.Parallel && c.Parallel > 1 {
		return d / time.Duration(c.Parallel)
	}
	return d
}

// Tests is how many tests p has; a repeated one counts each time.
func (p Plan) Tests() int {
	n := 0
	for _, lane := range p.Lanes {
		for _, piece := range lane {
			n += len(piece.Tests)
		}
	}
	return n
}

// Order is the IDs of l, first to last.
func (l Lane) Order() suite.Order {
	var order suite.Order
	for _, piece := range l {
		for _, t := range piece.Tests {
			order = append(order, t.ID)
		}
	}
	return order
}

// Length is how long l is expected to take.
func (l Lane) Length(c Costs) time.Duration {
	var sum time.Duration
	for _, piece := range l {
		sum += c.Start
		for _, t := range piece.Tests {
			sum += c.Of(t)
		}
	}
	return sum
}

// Length is how long p is expected to take: its longest lane.
func (p Plan) Length(c Costs) time.Duration {
	var longest time.Duration
	for _, lane := range p.Lanes {
		longest = max(longest, lane.Length(c))
	}
	return longest
}
