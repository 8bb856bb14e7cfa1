package bisect_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/suite"
)

// A society is which tests make which others fail, or pass that fail alone.
type society struct {
	tests suite.Order
	dies  suite.Outcome           // how whoever fails does so, if that ends the process: a crash, a timeout
	hurts map[suite.ID][]suite.ID // by victim
	helps map[suite.ID][]suite.ID // by brittle
}

func (s *society) probe(_ context.Context, t suite.Trial) ([]suite.Attempt, error) {
	var attempts []suite.Attempt
	for i, id := range t.Order {
		a := suite.Attempt{Test: id, Outcome: suite.Pass}
		ran := func(other suite.ID) bool { return slices.Contains(t.Order[:i], other) }
		if slices.ContainsFunc(s.hurts[id], ran) || s.helps[id] != nil && !slices.ContainsFunc(s.helps[id], ran) {
			a.Outcome, a.Failure = cmp.Or(s.dies, suite.Fail), "a row is left"
		}
		attempts = append(attempts, a)
		if a.Outcome == s.dies {
			return append(attempts, make([]suite.Attempt, len(t.Order)-i-1)...), nil
		}
	}
	return attempts, nil
}

func (s *society) matrix(ctx context.Context, workers int, exhaustive bool) (bisect.MatrixFinding, error) {
	return bisect.Matrix(ctx, bisect.Options{Probe: s.probe, Workers: workers, Order: s.tests, Alpha: 0.001}, exhaustive)
}

// edges are who was found to affect whom, in words.
func edges(m bisect.MatrixFinding) []string {
	var all []string
	for _, f := range m.Affected {
		for _, c := range f.Causes {
			all = append(all, fmt.Sprint(c.Tests, " ", f.Kind, " ", f.Victim))
		}
	}
	slices.Sort(all)
	return all
}

func (s *society) edges() []string {
	var all []string
	for v, by := range s.hurts {
		for _, id := range by {
			all = append(all, fmt.Sprint([]suite.ID{id}, " ", bisect.Victim, " ", v))
		}
	}
	for v, by := range s.helps {
		for _, id := range by {
			all = append(all, fmt.Sprint([]suite.ID{id}, " ", bisect.Brittle, " ", v))
		}
	}
	slices.Sort(all)
	return all
}

// Whoever affects whom is found, and nobody else.
func TestAMatrixHasAllThatAffectOthers(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := &society{hurts: map[suite.ID][]suite.ID{}, helps: map[suite.ID][]suite.ID{}}
		for i := range rapid.IntRange(2, 40).Draw(rt, "tests") {
			s.tests = append(s.tests, suite.ID(fmt.Sprintf("t%02d", i)))
		}
		one := rapid.SampledFrom(s.tests)
		for range rapid.IntRange(0, 5).Draw(rt, "effects") {
			culprit, victim := one.Draw(rt, "culprit"), one.Draw(rt, "victim")
			switch {
			case culprit == victim || slices.Contains(append(s.hurts[victim], s.helps[victim]...), culprit):
			case s.helps[victim] == nil && (s.hurts[victim] != nil || rapid.Bool().Draw(rt, "hurts")):
				s.hurts[victim] = append(s.hurts[victim], culprit)
			default:
				s.helps[victim] = append(s.helps[victim], culprit)
			}
		}
		exhaustive := rapid.Bool().Draw(rt, "exhaustive")
		m, err := s.matrix(t.Context(), rapid.IntRange(1, 8).Draw(rt, "workers"), exhaustive)
		if err != nil {
			rt.Fatal(err)
		}
		if got, want := edges(m), s.edges(); !slices.Equal(got, want) {
			rt.Fatalf("%v are found, want %v", got, want)
		}
	})
}

func TestTheEffortOfAMatrixIsKnownBefore(t *testing.T) {
	s := &society{}
	for i := range 300 {
		s.tests = append(s.tests, suite.ID(fmt.Sprintf("t%03d", i)))
	}
	for _, exhaustive := range []bool{false, true} {
		m, err := s.matrix(t.Context(), 4, exhaustive)
		if err != nil {
			t.Fatal(err)
		}
		atLeast, each := bisect.MatrixEffort(bisect.Options{Workers: 4, Order: s.tests}, exhaustive)
		if m.Runs != atLeast.Tests || m.Wall != atLeast.Wall || each.Tests < 300 || len(m.Affected) > 0 {
			t.Errorf("it took %d test runs, and %+v was said, and %+v for each that is affected", m.Runs, atLeast, each)
		}
	}
}
