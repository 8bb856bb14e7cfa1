package bisect_test

import (
	"fmt"
	"testing"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/suite"
)

// Of tests that fail beside one that always does some always do, and some pass where another
// has run before, or where one has not.
func TestThoseThatAlwaysFailAreFoundTogether(t *testing.T) {
	s := &society{hurts: map[suite.ID][]suite.ID{}, helps: map[suite.ID][]suite.ID{}}
	for i := range 30 {
		s.tests = append(s.tests, suite.ID(fmt.Sprintf("t%02d", i)))
	}
	for _, i := range []int{4, 9, 14, 19} {
		s.helps[s.tests[i]] = []suite.ID{"nobody"}
	}
	s.helps[s.tests[20]] = []suite.ID{s.tests[2]}
	s.hurts[s.tests[21]] = []suite.ID{s.tests[3]}
	found, err := bisect.Search(t.Context(), s.options(s.tests[4]))
	if err != nil || found.Kind != bisect.AlwaysFails {
		t.Fatal(found.Kind, err)
	}
	var others []bisect.Options
	for _, i := range []int{9, 14, 19, 20, 21} {
		others = append(others, s.options(s.tests[i]))
	}
	shared, err := bisect.Share(t.Context(), found, others)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{true, true, true, false, false} {
		p := shared.Parties[i]
		if p.Shares != want || p.Finding.Victim != others[i].Victim || p.Finding.Kind != bisect.AlwaysFails {
			t.Errorf("%s shares: %v, %+v", others[i].Victim, p.Shares, p.Finding)
		}
	}
	if shared.Rounds != 2 || shared.Tests > 15+2*70 {
		t.Errorf("it took %d rounds and %d tests", shared.Rounds, shared.Tests)
	}
}
