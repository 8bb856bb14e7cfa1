package simulation

import (
	"slices"
	"time"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/suite"
)

// An Answer is how a finding relates to the truth.
type Answer string

// The answers.
const (
	Right     Answer = "right"
	Wrong     Answer = "wrong"     // a test is named that is innocent, or an effect that does not exist
	Abstained Answer = "abstained" // nothing is named, or not all
)

// Options are those of a search, for a victim that takes as long as so many tests, and
// processes that take as long to start as so many.
func (c Case) Options(workers int, victim, start float64, seed uint64) bisect.Options {
	return bisect.Options{
		Probe: c.Probe, Workers: workers, Victim: c.Victim, Order: c.Order, Others: c.Others, Beside: c.Beside, Earlier: c.Earlier,
		Cost: c.Cost(victim), Start: time.Duration(start * float64(time.Millisecond)), Seed: seed, Alpha: 0.001,
	}
}

// Judge compares a finding with the truth of a case.
func (c Case) Judge(f bisect.Finding) Answer {
	for _, cause := range f.Causes {
		if !c.holds(f.Kind, cause.Tests) {
			return Wrong
		}
	}
	for _, id := range f.Among {
		if !slices.Contains(c.Among, id) {
			return Wrong
		}
	}
	named := len(f.Causes)+len(f.Among) > 0
	switch {
	case f.Whoever && !c.Whoever:
		return Wrong
	case string(f.Kind) == c.Kind && (len(f.Causes) >= len(c.Causes) || c.Whoever && named):
		return Right
	case named && string(f.Kind) != c.Kind:
		return Wrong
	}
	return Abstained
}

// holds reports whether tests do what they are accused of.
func (c Case) holds(kind bisect.Kind, tests []suite.ID) bool {
	switch kind {
	case bisect.NonIdempotent:
		return true
	case bisect.Accumulation:
		return !slices.ContainsFunc(tests, func(id suite.ID) bool { return !slices.Contains(c.Among, id) })
	}
	return slices.ContainsFunc(c.Causes, func(true []suite.ID) bool { return same(true, tests) })
}

func same(a, b []suite.ID) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
