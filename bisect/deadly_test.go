package bisect_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/suite"
)

// deadly is a society of 30 tests, whose victims end their processes.
func deadly(how suite.Outcome) *society {
	s := &society{dies: how, hurts: map[suite.ID][]suite.ID{}, helps: map[suite.ID][]suite.ID{}}
	for i := range 30 {
		s.tests = append(s.tests, suite.ID(fmt.Sprintf("t%02d", i)))
	}
	return s
}

// explain searches for what makes the first of victims end as it does, and asks the others.
func (s *society) explain(t *testing.T, victims ...int) (bisect.Finding, bisect.Shared) {
	var all []bisect.Options
	for _, i := range victims {
		o := s.options(s.tests[i])
		o.Known = suite.SignatureOf(suite.Attempt{Outcome: s.dies, Failure: "a row is left"})
		all = append(all, o)
	}
	found, err := bisect.Search(t.Context(), all[0])
	if err != nil {
		t.Fatal(err)
	}
	shared, err := bisect.Share(t.Context(), found, all[1:])
	if err != nil {
		t.Fatal(err)
	}
	return found, shared
}

// Nothing runs behind a test that ends its process, so that chains that it begins show
// nothing: who makes it pass is found all the same.
func TestWhoMakesADeadlyTestPassIsFound(t *testing.T) {
	for _, how := range []suite.Outcome{suite.Crash, suite.Timeout} {
		s := deadly(how)
		s.helps[s.tests[4]] = []suite.ID{s.tests[11], s.tests[20]}
		s.helps[s.tests[15]] = []suite.ID{"nobody"} // which is in the way
		f, _ := s.explain(t, 4)
		if f.Kind != bisect.Brittle || len(f.Causes) != 2 {
			t.Errorf("%s: %s of %+v", how, f.Kind, f.Causes)
		}
		for _, c := range f.Causes {
			if len(c.Tests) != 1 || !slices.Contains(s.helps[s.tests[4]], c.Tests[0]) {
				t.Errorf("%s: it passes after %v", how, c.Tests)
			}
		}
	}
}

func TestThoseThatDieOfOneCulpritAreFoundTogether(t *testing.T) {
	for _, how := range []suite.Outcome{suite.Crash, suite.Timeout} {
		s := deadly(how)
		for _, i := range []int{12, 17, 23} {
			s.hurts[s.tests[i]] = []suite.ID{s.tests[5]}
		}
		s.hurts[s.tests[25]] = []suite.ID{s.tests[6]}
		_, shared := s.explain(t, 12, 17, 23, 25)
		for i, want := range []bool{true, true, false} {
			if p := shared.Parties[i]; p.Shares != want || p.Finding.Outcome != how {
				t.Errorf("%s: %s shares: %v", how, p.Finding.Victim, p.Shares)
			}
		}
	}
}

// Of tests that end their processes beside one that always does some always do, and one
// passes where another has run before.
func TestThoseThatAlwaysDieAreFoundTogether(t *testing.T) {
	for _, how := range []suite.Outcome{suite.Crash, suite.Timeout} {
		s := deadly(how)
		for _, i := range []int{4, 9, 14, 19, 25} { // nobody asks about the last
			s.helps[s.tests[i]] = []suite.ID{"nobody"}
		}
		s.helps[s.tests[20]] = []suite.ID{s.tests[2]}
		found, shared := s.explain(t, 4, 9, 14, 19, 20)
		if found.Kind != bisect.AlwaysFails {
			t.Fatal(found.Kind)
		}
		for i, want := range []bool{true, true, true, false} {
			if p := shared.Parties[i]; p.Shares != want {
				t.Errorf("%s: %s shares: %v, %+v", how, p.Finding.Victim, p.Shares, p.Finding)
			}
		}
		if shared.Rounds != 3 {
			t.Errorf("%s: it took %d rounds", how, shared.Rounds)
		}
	}
}
