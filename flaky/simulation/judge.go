package simulation

import (
	"time"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/suite"
)

// Options are those of a search in s for flaky tests: in so many orders, by two
// workers.
func (s *Suite) Options(orders int, seed uint64) flaky.Options {
	return flaky.Options{
		Plain: flaky.Condition{Probe: s.Probe}, Tests: s.Tests, Workers: 2, Runs: orders,
		Alpha: 0.001, Seed: seed, Now: func() time.Time { return time.Time{} },
	}
}

// A Judgement is how a report relates to the truth of a suite.
type Judgement struct {
	Failed   int // planted tests that failed in any run
	Detected int // of these, that the report has as flaky
	Right    int // and of the right kind
	Alarms   int // tests that are said to depend on something, and don't
}

// Judge compares a report with the truth.
func (s *Suite) Judge(r flaky.Report) Judgement {
	var j Judgement
	failed := map[suite.ID]bool{}
	for _, run := range r.Runs {
		for _, a := range run.Attempts {
			if _, planted := s.Truth[a.Test]; planted && a.Outcome.Bad() {
				failed[a.Test] = true
			}
		}
	}
	j.Failed = len(failed)
	for _, f := range r.Flaky {
		truth := s.Truth[f.Test]
		switch {
		case truth == f.Kind:
			j.Right++
		case f.Kind.Company() && !truth.Company():
			j.Alarms++
		}
		if failed[f.Test] {
			j.Detected++
		}
	}
	return j
}

// Reveals are the planted tests that fail in each of the orders.
func (s *Suite) Reveals(orders []flaky.Planned) []map[suite.ID]bool {
	failing := make([]map[suite.ID]bool, len(orders))
	for i, p := range orders {
		failing[i] = map[suite.ID]bool{}
		s.run(p.Trial, func(at int, failed bool) {
			if failed {
				failing[i][p.Trial.Order[at]] = true
			}
		})
	}
	return failing
}

// Dependences are how many of the planted tests that depend on others failed, and how many
// of these are called what they are.
func (s *Suite) Dependences(r flaky.Report) (failed, right int) {
	for _, f := range r.Flaky {
		if truth := s.Truth[f.Test]; truth.Company() {
			failed++
			if f.Kind == truth {
				right++
			}
		}
	}
	return failed, right
}
