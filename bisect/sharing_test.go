package bisect_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/suite"
)

// options are those of a search for what makes one test of a society fail.
func (s *society) options(victim suite.ID) bisect.Options {
	return bisect.Options{Probe: s.probe, Workers: 3, Victim: victim, Order: s.tests, Alpha: 0.001}
}

// Who fails for what makes another fail is told from who fails for something else.
func TestThoseThatShareACauseAreFound(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := &society{hurts: map[suite.ID][]suite.ID{}, helps: map[suite.ID][]suite.ID{}}
		for i := range rapid.IntRange(8, 40).Draw(rt, "tests") {
			s.tests = append(s.tests, suite.ID(fmt.Sprintf("t%02d", i)))
		}
		hurts := s.hurts
		if rapid.Bool().Draw(rt, "brittle") {
			hurts = s.helps
		}
		culprit, another := s.tests[0], s.tests[1]
		victims := s.tests[2 : 3+rapid.IntRange(1, 5).Draw(rt, "others")]
		for i, v := range victims {
			hurts[v] = []suite.ID{culprit}
			if i > 0 && rapid.Bool().Draw(rt, "has another") {
				hurts[v] = []suite.ID{another}
			}
		}
		found, err := bisect.Search(t.Context(), s.options(victims[0]))
		if err != nil {
			rt.Fatal(err)
		}
		var others []bisect.Options
		for _, v := range victims[1:] {
			others = append(others, s.options(v))
		}
		shared, err := bisect.Share(t.Context(), found, others)
		if err != nil {
			rt.Fatal(err)
		}
		for i, p := range shared.Parties {
			v := victims[1+i]
			if p.Finding.Victim != v || (len(p.Finding.Causes) == 1) != (hurts[v][0] == culprit) {
				rt.Fatalf("of %s it found %+v", v, p.Finding)
			}
		}
		if len(shared.Parties) != len(others) || shared.Rounds > 2 {
			rt.Errorf("%d of %d were asked, in %d rounds", len(shared.Parties), len(others), shared.Rounds)
		}
	})
}

// Tests that fail by themselves, however often, do not share what another fails for.
func TestLuckIsNoSharedCause(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var mu sync.Mutex
	rate := map[suite.ID]float64{}
	probe := func(_ context.Context, trial suite.Trial) ([]suite.Attempt, error) {
		mu.Lock()
		defer mu.Unlock()
		attempts := make([]suite.Attempt, len(trial.Order))
		for i, id := range trial.Order {
			attempts[i] = suite.Attempt{Test: id, Outcome: suite.Pass}
			if random.Float64() < rate[id] {
				attempts[i].Outcome = suite.Fail
			}
		}
		return attempts, nil
	}
	var others []bisect.Options
	innocent := suite.Order{"a", "b", "c", "d"}
	for i := range 600 {
		id := suite.ID(fmt.Sprint("v", i))
		rate[id] = []float64{0.05, 0.2, 0.5, 0.8, 1}[i%5]
		others = append(others, bisect.Options{Probe: probe, Workers: 4, Victim: id, Order: slices.Clone(innocent), Alpha: 0.001})
	}
	found := bisect.Finding{Kind: bisect.Victim, Causes: []bisect.Cause{{Tests: []suite.ID{"b"}}}}
	shared, err := bisect.Share(t.Context(), found, others)
	if err != nil {
		t.Fatal(err)
	}
	wrong := 0
	for _, p := range shared.Parties {
		wrong += len(p.Finding.Causes)
	}
	if wrong > 2 {
		t.Errorf("%d of %d are said to share it", wrong, len(others))
	}
}
