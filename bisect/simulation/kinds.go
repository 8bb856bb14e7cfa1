package simulation

import (
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// A Case is a suite, and the right answer.
type Case struct {
	*Suite
	Kind     string       // as package bisect has it
	Whoever  bool         // one of Causes is to be named, of all of those beside it
	Causes   [][]suite.ID // each of them suffices
	Among    []suite.ID   // of an accumulation
	Cleaners []suite.ID
}

// A Maker makes cases of one sort.
type Maker struct {
	Name string
	Make func(n int, seed uint64) Case
}

// Makers are all sorts of cases.
func Makers() []Maker {
	return []Maker{
		{"one polluter", polluters(1)},
		{"two independent polluters", polluters(2)},
		{"two needed together", together(2)},
		{"three needed together", together(3)},
		{"one of an earlier kind", ofEarlierKind(polluters(1))},
		{"two independent ones of earlier kinds", ofEarlierKind(polluters(2))},
		{"two needed together, of any kinds", ofEarlierKind(together(2))},
		{"brittle", brittle},
		{"cleaner after the polluter", Cleaned},
		{"accumulation", accumulation},
		{"neighbours", neighbours},
		{"whoever runs beside it", whoever},
		{"fails at .05, and with a polluter", noisy(.05)},
		{"fails at .2, and with a polluter", noisy(.2)},
		{"fails at .5, and with a polluter", noisy(.5)},
		{"works at .3", sometimes(.3)},
		{"works at .4, and so does itself", likeItself(.4)},
		{"noise at .2", noise(.2)},
		{"noise by process at .3", noiseByProcess(.3)},
		{"non-idempotent", nonIdempotent},
		{"always fails", always},
	}
}

func polluters(k int) func(int, uint64) Case {
	return func(n int, seed uint64) Case {
		s := New(n, seed)
		guilty := s.Some(k)
		s.Fails = func(p *Process) bool {
			return slices.ContainsFunc(guilty, func(id suite.ID) bool { return p.Ran[id] > 0 })
		}
		c := Case{Suite: s, Kind: "victim"}
		for _, id := range guilty {
			c.Causes = append(c.Causes, []suite.ID{id})
		}
		return c
	}
}

func together(k int) func(int, uint64) Case {
	return func(n int, seed uint64) Case {
		s := New(n, seed)
		guilty := s.Some(k)
		s.Fails = func(p *Process) bool { return p.After(guilty...) }
		return Case{Suite: s, Kind: "victim", Causes: [][]suite.ID{guilty}}
	}
}

// ofEarlierKind makes the first half of the tests one of a kind that comes first in processes.
func ofEarlierKind(make func(int, uint64) Case) func(int, uint64) Case {
	return func(n int, seed uint64) Case {
		c := make(n, seed)
		c.Earlier, c.Order = c.Order[:n/2], c.Order[n/2:]
		return c
	}
}

// brittle fails unless a setter has run, which is among the others.
func brittle(n int, seed uint64) Case {
	s := New(n, seed)
	setter := s.Some(1)
	at := slices.Index(s.Order, setter[0])
	s.Order, s.Others = s.Order[:at], s.Order[at:]
	s.Fails = func(p *Process) bool { return !p.After(setter...) }
	return Case{Suite: s, Kind: "brittle", Causes: [][]suite.ID{setter}}
}

// Cleaned is a polluter with a cleaner that ran before it in the failing order.
func Cleaned(n int, seed uint64) Case {
	s := New(n, seed)
	two := s.Some(2)
	cleaner, guilty := two[0], two[1]
	s.Fails = func(p *Process) bool {
		return p.After(guilty) && (!p.After(cleaner) || p.Last[cleaner] < p.Last[guilty])
	}
	return Case{Suite: s, Kind: "victim", Causes: [][]suite.ID{{guilty}}, Cleaners: []suite.ID{cleaner}}
}

// accumulation fails after any five of twelve tests, or fewer where there are not so many.
func accumulation(n int, seed uint64) Case {
	s := New(n, seed)
	among := s.Some(min(12, n))
	needed := min(5, (n+1)/2)
	s.Fails = func(p *Process) bool {
		ran := 0
		for _, id := range among {
			ran += min(1, p.Ran[id])
		}
		return ran >= needed
	}
	return Case{Suite: s, Kind: "accumulation", Among: among}
}

func neighbours(n int, seed uint64) Case {
	s := New(n, seed)
	guilty := s.Some(1)
	s.Order, s.Beside = s.Order[:n/2], []suite.Order{s.Order[n/2:]}
	if slices.Contains(s.Order, guilty[0]) {
		s.Order, s.Beside = s.Beside[0], []suite.Order{s.Order}
	}
	s.Fails = func(p *Process) bool { return p.Beside[guilty[0]] }
	return Case{Suite: s, Kind: "needs neighbours", Causes: [][]suite.ID{guilty}}
}

// whoever is a victim beside which half of all others do the same.
func whoever(n int, seed uint64) Case {
	s := New(n, seed)
	before := s.Order[:n/2]
	s.Order = s.Order[n/2:]
	guilty := s.Some((1 + len(s.Order)) / 2)
	s.Order, s.Beside = before, []suite.Order{s.Order}
	s.Fails = func(p *Process) bool {
		return slices.ContainsFunc(guilty, func(id suite.ID) bool { return p.Beside[id] })
	}
	c := Case{Suite: s, Kind: "needs neighbours", Whoever: true}
	for _, id := range guilty {
		c.Causes = append(c.Causes, []suite.ID{id})
	}
	return c
}

func noisy(rate float64) func(int, uint64) Case {
	return func(n int, seed uint64) Case {
		s := New(n, seed)
		guilty := s.Some(1)
		s.Fails = func(p *Process) bool { return p.After(guilty...) || p.Chance(rate) }
		return Case{Suite: s, Kind: "victim", Causes: [][]suite.ID{guilty}}
	}
}

func sometimes(rate float64) func(int, uint64) Case {
	return func(n int, seed uint64) Case {
		s := New(n, seed)
		guilty := s.Some(1)
		s.Fails = func(p *Process) bool { return p.After(guilty...) && p.Chance(rate) }
		return Case{Suite: s, Kind: "victim", Causes: [][]suite.ID{guilty}}
	}
}

// likeItself is a polluter that works only sometimes, and what it does the victim does to
// itself: its own runs in a chain hide the polluter's.
func likeItself(rate float64) func(int, uint64) Case {
	return func(n int, seed uint64) Case {
		s := New(n, seed)
		guilty := s.Some(1)
		s.Fails = func(p *Process) bool { return (p.After(guilty...) || p.Own > 0) && p.Chance(rate) }
		return Case{Suite: s, Kind: "victim", Causes: [][]suite.ID{guilty}}
	}
}

func noise(rate float64) func(int, uint64) Case {
	return func(n int, seed uint64) Case {
		s := New(n, seed)
		s.Fails = func(p *Process) bool { return p.Chance(rate) }
		return Case{Suite: s, Kind: "nondeterministic"}
	}
}

func noiseByProcess(rate float64) func(int, uint64) Case {
	return func(n int, seed uint64) Case {
		s := New(n, seed)
		s.Fails = func(p *Process) bool { return p.Luck < rate }
		return Case{Suite: s, Kind: "nondeterministic"}
	}
}

func nonIdempotent(n int, seed uint64) Case {
	s := New(n, seed)
	s.Fails = func(p *Process) bool { return p.Own > 0 }
	return Case{Suite: s, Kind: "non-idempotent"}
}

func always(n int, seed uint64) Case {
	s := New(n, seed)
	s.Fails = func(*Process) bool { return true }
	return Case{Suite: s, Kind: "always fails"}
}
