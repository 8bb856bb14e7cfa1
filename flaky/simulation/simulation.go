// Package simulation has suites that exist only as rules, of which it is known which tests
// are flaky and why: what a search for them is held to, by the hundred.
package simulation

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"sync"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/suite"
)

// A Suite is tests, rules by which some of them fail, and the truth of these.
type Suite struct {
	Tests     []suite.Test
	Truth     map[suite.ID]flaky.Kind // of those that can fail but for outages
	Conflicts []flaky.Conflict        // that a run which watches reads and writes would see
	Outages   float64                 // the share of trials that are hit by one
	Hit       int                     // how many tests an outage hits

	rules  map[suite.ID]Rule
	heard  map[suite.ID]bool // tests that rules ask for
	free   []suite.ID        // that have no part in anything
	random *rand.Rand        // for making the suite
	seed   uint64

	mu     sync.Mutex
	trials map[uint64]uint64 // how often each has run
}

// A Rule decides whether a test fails.
type Rule func(p *Process) bool

// A Process is what a test's end can depend on.
type Process struct {
	last   map[suite.ID]int // after how many tests each ran last; only of tests that rules ask for
	own    int              // how often the test itself has run
	beside map[suite.ID]bool
	random *rand.Rand
}

// Chance is true with a probability, anew for each call.
func (p *Process) Chance(probability float64) bool { return p.random.Float64() < probability }

// Ran is after how many tests one ran last, from 1; 0 if it did not.
func (p *Process) Ran(id suite.ID) int { return p.last[id] }

// New is a suite of n tests, none of which fails yet.
func New(n int, seed uint64) *Suite {
	s := &Suite{
		Truth: map[suite.ID]flaky.Kind{}, rules: map[suite.ID]Rule{}, heard: map[suite.ID]bool{},
		random: rand.New(rand.NewPCG(seed, 7)), seed: seed, trials: map[uint64]uint64{},
	}
	for i := range n {
		t := suite.Test{ID: suite.ID(fmt.Sprintf("t%04d", i)), Unit: "shop", Kind: suite.KindTest}
		s.Tests = append(s.Tests, t)
		s.free = append(s.free, t.ID)
	}
	s.random.Shuffle(n, func(i, j int) { s.free[i], s.free[j] = s.free[j], s.free[i] })
	return s
}

// take is a test that has no part in anything yet. It panics if there is none.
func (s *Suite) take() suite.ID {
	id := s.free[len(s.free)-1]
	s.free = s.free[:len(s.free)-1]
	return id
}

// Probe runs a trial by the rules.
func (s *Suite) Probe(_ context.Context, t suite.Trial) ([]suite.Attempt, error) {
	attempts := make([]suite.Attempt, len(t.Order))
	luck := s.run(t, func(i int, failed bool) {
		a := &attempts[i]
		a.Test, a.Outcome, a.Worker, a.Process, a.Position = t.Order[i], suite.Pass, 1, 1, i
		if failed {
			a.Outcome, a.Failure = suite.Fail, fmt.Sprintf("%s_test.go:31: want 2 rows, got %d", a.Test, 3+i)
		}
	})
	hit := s.outage(luck)
	for i := range attempts {
		if a := &attempts[i]; hit[a.Test] && a.Outcome == suite.Pass {
			a.Outcome, a.Failure = suite.Fail, "redis_test.go:31: dial tcp 127.0.0.1:6379: connect: connection refused"
		}
	}
	return attempts, nil
}

// run tells which tests of a trial fail by the rules. It returns the luck that is left.
func (s *Suite) run(t suite.Trial, ended func(at int, failed bool)) *rand.Rand {
	luck := s.luck(t)
	p := &Process{last: map[suite.ID]int{}, beside: map[suite.ID]bool{}, random: luck}
	for _, lane := range t.Beside {
		for _, id := range lane {
			if s.heard[id] {
				p.beside[id] = true
			}
		}
	}
	own := map[suite.ID]int{}
	for i, id := range t.Order {
		rule := s.rules[id]
		p.own = own[id]
		ended(i, rule != nil && rule(p))
		if rule != nil {
			own[id]++
		}
		if s.heard[id] {
			p.last[id] = i + 1
		}
	}
	return luck
}

// outage are the tests that one hits, at random.
func (s *Suite) outage(luck *rand.Rand) map[suite.ID]bool {
	if s.Outages == 0 || luck.Float64() >= s.Outages {
		return nil
	}
	hit := map[suite.ID]bool{}
	for len(hit) < min(s.Hit, len(s.Tests)) {
		hit[s.Tests[luck.IntN(len(s.Tests))].ID] = true
	}
	return hit
}

// luck is another one each time that a trial runs, however trials run side by side.
func (s *Suite) luck(t suite.Trial) *rand.Rand {
	hash := fnv.New64a()
	for _, id := range t.Order {
		_, _ = hash.Write([]byte(id))
	}
	_, _ = hash.Write([]byte{byte(len(t.Beside))})
	s.mu.Lock()
	defer s.mu.Unlock()
	key := hash.Sum64()
	s.trials[key]++
	return rand.New(rand.NewPCG(s.seed^key, s.trials[key]))
}

// Draw is a number below n, for making the suite.
func (s *Suite) Draw(n int) int { return s.random.IntN(n) }
