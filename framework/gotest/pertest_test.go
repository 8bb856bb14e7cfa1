package gotest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/suite"
)

func TestOneProcessForEachTestHasTheSameOutcomes(t *testing.T) {
	z := openZoo(t)
	names := []string{"TestPass", "TestFail", "TestSkip", "TestSub", "TestParallelSubtests", "FuzzSeeds", "Example_bad"}
	fed, alone := map[string]suite.Outcome{}, map[string]suite.Outcome{}
	fw := z.perTest(t)
	for _, name := range names {
		tests := z.tests(t, "ordinary", name)
		for name, a := range tell(t, z.start(t, z.fw, "ordinary"), tests).attempts {
			fed[name] = a.Outcome
		}
		for name, a := range tell(t, z.start(t, fw, "ordinary"), tests).attempts {
			alone[name] = a.Outcome
		}
	}
	if diff := cmp.Diff(fed, alone); diff != "" {
		t.Error(diff)
	}
}

func TestDeathsOfOneProcessForEachTest(t *testing.T) {
	z := openZoo(t)
	s := tell(t, z.start(t, z.perTest(t), "deaths"), z.tests(t, "deaths", "TestInnocent", "TestPanic", "TestWaits"))
	if s.death == nil || shortName(s.death.Charged) != "TestPanic" || s.attempts["TestInnocent"].Outcome != suite.Pass {
		t.Errorf("death %+v after %v, want one that TestPanic is charged with", s.death, s.ended)
	}
}

func TestAMainThatSkipsDoesSoForEachTest(t *testing.T) {
	z := openZoo(t)
	w := z.start(t, z.perTest(t), "skipper")
	s := tell(t, w, z.tests(t, "skipper"))
	r, err := w.Close(t.Context())
	if s.death == nil || err != nil || r.Outcome != suite.Skip || r.Reason != "skipped by TestMain" {
		t.Errorf("Close = %+v, %v, want skipped by TestMain", r, err)
	}
}
