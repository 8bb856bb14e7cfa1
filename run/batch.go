package run

import (
	"time"

	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

// cut takes the next batch off the front of lane: tests of one unit, one kind
// and one group, none twice, for about a quantum. Parallel tests that are
// neighbours stay together, since they wait for each other's company. It
// returns false if all that could be run is of groups that are running.
func (s *schedule) cut(lane *plan.Lane) (assignment, bool) {
	tests := (*lane)[0].Tests
	from := s.free(tests)
	if from < 0 {
		return assignment{}, false
	}
	group := s.x.rules(tests[from]).Group
	n := s.batch(tests[from:], group)
	batch := tests[from : from+n : from+n]
	rest := tests[from+n:]
	if from > 0 {
		rest = append(append([]suite.Test(nil), tests[:from]...), rest...)
	}
	if len(rest) > 0 {
		(*lane)[0].Tests = rest
	} else {
		*lane = (*lane)[1:]
	}
	return assignment{batch, s.cause(), group, upcoming(*lane, batch[0])}, true
}

// upcoming is the first test of lane, if it can follow t in a process.
func upcoming(lane plan.Lane, t suite.Test) suite.Test {
	if len(lane) == 0 || lane[0].Tests[0].Unit != t.Unit || lane[0].Tests[0].Kind.Stage() < t.Kind.Stage() {
		return suite.Test{}
	}
	return lane[0].Tests[0]
}

func (s *schedule) cause() suite.Cause {
	if s.x.Repeated {
		return suite.Repeat
	}
	return suite.Planned
}

// free is the index of the first test that may run now, of those of the first
// one's kind; -1 if there is none.
func (s *schedule) free(tests []suite.Test) int {
	for i, t := range tests {
		if t.Kind != tests[0].Kind {
			break
		}
		if group := s.x.rules(t).Group; group == "" || !s.groups[group] {
			return i
		}
	}
	return -1
}

// batch is how many of tests make a batch.
func (s *schedule) batch(tests []suite.Test, group string) int {
	most := max(1, s.x.MaxBatch)
	if s.x.Isolation == Verify || s.x.Isolation == Restore {
		most = 1
	}
	seen := map[suite.ID]bool{}
	var length time.Duration
	for n, t := range tests {
		together := n > 0 && t.Parallel && tests[n-1].Parallel
		switch {
		case n == most, n > 0 && (t.Kind != tests[0].Kind || seen[t.ID] || s.x.rules(t).Group != group):
			return n
		case n > 0 && length >= quantum && !together:
			return n
		}
		seen[t.ID] = true
		length += s.caution(t)
	}
	return len(tests)
}

// A mean is the mean duration of what has run of a unit in this run.
type mean struct {
	n   int
	sum time.Duration
}

// unknown is what a test is thought to take of whose unit nothing is known.
const unknown = quantum / 8

// cost is what t is expected to take: by history, else by what has run of its
// unit.
func (s *schedule) cost(t suite.Test) time.Duration {
	if _, ok := s.x.Costs.Tests[t.ID]; ok {
		return s.x.Costs.Of(t)
	}
	if m := s.means[t.Unit]; m != nil {
		return m.sum / time.Duration(m.n)
	}
	return unknown
}

// caution is what t should be taken to cost in a batch. Few tests tell little of
// others, so that without history a unit's first batch is one test, the next two
// more, and so on: an interrupt waits for a batch to end.
func (s *schedule) caution(t suite.Test) time.Duration {
	if _, ok := s.x.Costs.Tests[t.ID]; ok {
		return s.cost(t)
	}
	n := 0
	if m := s.means[t.Unit]; m != nil {
		n = m.n
	}
	return max(s.cost(t), quantum/time.Duration(max(1, 2*n)))
}

// observe learns how long tests of unit take.
func (s *schedule) observe(unit string, took time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.means[unit]
	if m == nil {
		m = &mean{}
		s.means[unit] = m
	}
	m.n++
	m.sum += took
}
