package plan_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

func TestOnlyLongLooseGroupsOfKnownTestsAreLoosened(t *testing.T) {
	of := func(id, group string, loose bool) suite.Test {
		return suite.Test{ID: suite.ID(id), Unit: "shop", Kind: suite.KindTest, Group: group, Loose: loose}
	}
	source := []suite.Test{
		of("a1", "long", true), of("a2", "long", true),
		of("b1", "long and tied", false), of("b2", "long and tied", false),
		of("c1", "short", true), of("c2", "short", true),
		of("d1", "partly new", true), of("d2", "partly new", true),
		of("e1", "", true),
	}
	costs := plan.Costs{Guess: time.Minute, Tests: map[suite.ID]time.Duration{
		"a1": time.Minute, "a2": time.Minute, "b1": time.Minute, "b2": time.Minute,
		"c1": time.Second, "c2": time.Second, "d1": time.Minute, "e1": time.Second,
	}}
	groups := func(workers int) (found []string) {
		for _, test := range plan.Loosen(source, costs, workers) {
			found = append(found, test.Group)
		}
		return found
	}
	want := []string{"", "", "long and tied", "long and tied", "short", "short", "partly new", "partly new", ""}
	if diff := cmp.Diff(want, groups(2)); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
	want[0], want[1] = "long", "long"
	if diff := cmp.Diff(want, groups(1)); diff != "" {
		t.Errorf("groups with one worker (-want +got):\n%s", diff)
	}
}
