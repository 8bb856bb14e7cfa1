package simulation

import (
	"slices"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/suite"
)

// plant gives a test a rule, and its truth.
func (s *Suite) plant(id suite.ID, kind flaky.Kind, rule Rule) suite.ID {
	s.rules[id], s.Truth[id] = rule, kind
	return id
}

// Nondeterministic plants a test that fails at a rate, whatever runs before it.
func (s *Suite) Nondeterministic(rate float64) suite.ID {
	return s.plant(s.take(), flaky.Nondeterministic, func(p *Process) bool { return p.Chance(rate) })
}

// Victim plants a test that fails after a polluter, unless one of so many cleaners came in
// between. All of them are known to write what it reads.
func (s *Suite) Victim(cleaners int) suite.ID {
	polluter, victim := s.take(), s.take()
	clean := make([]suite.ID, cleaners)
	for i := range clean {
		clean[i] = s.take()
	}
	for _, id := range append(slices.Clone(clean), polluter) {
		s.heard[id] = true
		s.Conflicts = append(s.Conflicts, flaky.Conflict{Writer: id, Reader: victim, Where: "people"})
	}
	return s.plant(victim, flaky.OrderDependent, func(p *Process) bool {
		at := p.Ran(polluter)
		return at > 0 && !slices.ContainsFunc(clean, func(id suite.ID) bool { return p.Ran(id) > at })
	})
}

// Sometimes plants a test that fails with a probability if another has run before it.
func (s *Suite) Sometimes(rate float64) suite.ID {
	polluter := s.take()
	s.heard[polluter] = true
	return s.plant(s.take(), flaky.OrderDependent, func(p *Process) bool { return p.Ran(polluter) > 0 && p.Chance(rate) })
}

// Brittle plants a test that fails unless one of so many setters has run.
func (s *Suite) Brittle(setters int) suite.ID {
	some := make([]suite.ID, setters)
	for i := range some {
		some[i] = s.take()
		s.heard[some[i]] = true
	}
	return s.plant(s.take(), flaky.Brittle, func(p *Process) bool {
		return !slices.ContainsFunc(some, func(id suite.ID) bool { return p.Ran(id) > 0 })
	})
}

// NonIdempotent plants a test that fails when it has run before.
func (s *Suite) NonIdempotent() suite.ID {
	return s.plant(s.take(), flaky.NonIdempotent, func(p *Process) bool { return p.own > 0 })
}

// NeedsNeighbours plants a test that fails with a probability while another runs on
// another worker.
func (s *Suite) NeedsNeighbours(overlap float64) suite.ID {
	neighbour := s.take()
	s.heard[neighbour] = true
	return s.plant(s.take(), flaky.NeedsNeighbours, func(p *Process) bool { return p.beside[neighbour] && p.Chance(overlap) })
}

// A Maker makes suites of one sort, with one planted test.
type Maker struct {
	Name  string
	Plant func(s *Suite) suite.ID
}

// Makers are all sorts of planted tests.
func Makers() []Maker {
	return []Maker{
		{"nondeterministic at .5", func(s *Suite) suite.ID { return s.Nondeterministic(.5) }},
		{"nondeterministic at .2", func(s *Suite) suite.ID { return s.Nondeterministic(.2) }},
		{"nondeterministic at .05", func(s *Suite) suite.ID { return s.Nondeterministic(.05) }},
		{"victim", func(s *Suite) suite.ID { return s.Victim(0) }},
		{"victim with two cleaners", func(s *Suite) suite.ID { return s.Victim(2) }},
		{"victim with ten cleaners", func(s *Suite) suite.ID { return s.Victim(10) }},
		{"victim, half of the time", func(s *Suite) suite.ID { return s.Sometimes(.5) }},
		{"brittle", func(s *Suite) suite.ID { return s.Brittle(1) }},
		{"brittle with three setters", func(s *Suite) suite.ID { return s.Brittle(3) }},
		{"non-idempotent", func(s *Suite) suite.ID { return s.NonIdempotent() }},
		{"needs neighbours", func(s *Suite) suite.ID { return s.NeedsNeighbours(1) }},
		{"needs neighbours, half of the time", func(s *Suite) suite.ID { return s.NeedsNeighbours(.5) }},
	}
}

// Together plants a test that fails after so many others, all of which are needed.
func (s *Suite) Together(polluters int) suite.ID {
	some := make([]suite.ID, polluters)
	for i := range some {
		some[i] = s.take()
		s.heard[some[i]] = true
	}
	return s.plant(s.take(), flaky.OrderDependent, func(p *Process) bool {
		return !slices.ContainsFunc(some, func(id suite.ID) bool { return p.Ran(id) == 0 })
	})
}

// Victims plants so many tests that fail after one polluter.
func (s *Suite) Victims(n int) []suite.ID {
	polluter := s.take()
	s.heard[polluter] = true
	victims := make([]suite.ID, n)
	for i := range victims {
		victims[i] = s.plant(s.take(), flaky.OrderDependent, func(p *Process) bool { return p.Ran(polluter) > 0 })
	}
	return victims
}
