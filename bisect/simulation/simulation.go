// Package simulation has suites that exist only as rules, of which tests make which other
// fail: what searches are held to, by the thousand.
package simulation

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// A Suite is tests and the rules by which one of them, the victim, fails.
type Suite struct {
	Victim suite.ID
	Order  suite.Order // before the victim in a failing order
	Others suite.Order
	Beside []suite.Order // on other workers

	Earlier suite.Order // before all these, and of a kind that comes first

	// Fails decides on one run of the victim.
	Fails func(p *Process) bool

	random *rand.Rand // for making the suite
	seed   uint64
	mu     sync.Mutex
	trials map[uint64]uint64 // how often each has run
}

// A Process is what a victim's run can depend on.
type Process struct {
	Ran    map[suite.ID]int // how often each test has run in it
	Last   map[suite.ID]int // at which position it ran last
	Own    int              // how often the victim has
	Beside map[suite.ID]bool
	Luck   float64 // one number of each process, in [0,1)
	random func() float64
}

// Chance is true with a probability, anew for each call.
func (p *Process) Chance(probability float64) bool { return p.random() < probability }

// After reports whether all of ids have run, in whatever order.
func (p *Process) After(ids ...suite.ID) bool {
	return !slices.ContainsFunc(ids, func(id suite.ID) bool { return p.Ran[id] == 0 })
}

// Probe runs a trial by the rules.
func (s *Suite) Probe(_ context.Context, t suite.Trial) ([]suite.Attempt, error) {
	luck := s.luck(t)
	p := &Process{Ran: map[suite.ID]int{}, Last: map[suite.ID]int{}, Beside: map[suite.ID]bool{}, random: luck.Float64, Luck: luck.Float64()}
	for _, id := range slices.Concat(t.Beside...) {
		p.Beside[id] = true
	}
	attempts := make([]suite.Attempt, len(t.Order))
	for i, id := range t.Order {
		a := suite.Attempt{Test: id, Outcome: suite.Pass}
		if id == s.Victim {
			if s.Fails(p) {
				a.Outcome, a.Failure = suite.Fail, fmt.Sprintf("want 2 rows, got %d", 3+i)
			}
			p.Own++
		} else {
			p.Ran[id]++
			p.Last[id] = i
		}
		attempts[i] = a
	}
	return attempts, nil
}

// luck is another one each time that a trial runs, and the same for all searches of a
// suite, however their trials run side by side.
func (s *Suite) luck(t suite.Trial) *rand.Rand {
	hash := fnv.New64a()
	fmt.Fprint(hash, t)
	s.mu.Lock()
	defer s.mu.Unlock()
	key := hash.Sum64()
	s.trials[key]++
	return rand.New(rand.NewPCG(s.seed^key, s.trials[key]))
}

// Cost is a millisecond for each test, and so many for the victim.
func (s *Suite) Cost(victim float64) func(suite.ID) time.Duration {
	return func(id suite.ID) time.Duration {
		if id == s.Victim {
			return time.Duration(victim * float64(time.Millisecond))
		}
		return time.Millisecond
	}
}

// New makes a suite of n candidates.
func New(n int, seed uint64) *Suite {
	s := &Suite{Victim: "victim", random: rand.New(rand.NewPCG(seed, 1)), seed: seed, trials: map[uint64]uint64{}}
	for i := range n {
		s.Order = append(s.Order, suite.ID(fmt.Sprintf("t%04d", i)))
	}
	return s
}

// Some are k different candidates, in their order; all, if there are not so many.
func (s *Suite) Some(k int) []suite.ID {
	chosen := s.random.Perm(len(s.Order))[:min(k, len(s.Order))]
	slices.Sort(chosen)
	ids := make([]suite.ID, len(chosen))
	for i, c := range chosen {
		ids[i] = s.Order[c]
	}
	return ids
}
