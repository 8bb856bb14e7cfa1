package culprits

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/reports/ran"
	"github.com/ptr-project/ptr/suite"
)

func TestTestsAreFoundByWhatReportsCallThem(t *testing.T) {
	all := testsOf("example.com/shop/orders.TestRefund", "example.com/shop/stock.TestRefund",
		"tests/test_o.py::TestRefund::test_p[a/b.c]", "tests/test_o.py::test_plain", "shop.tests.OrderTests.test_each")
	find := finder(all)
	cases := map[ran.Test]suite.ID{
		{Name: "orders.TestRefund"}:                                       all[0].ID,
		{Class: "example.com/shop/orders", Name: "TestRefund/partial"}:    all[0].ID,
		{Class: "orders", Name: "TestRefund"}:                             all[0].ID,
		{Name: "TestRefund"}:                                              "", // of two packages
		{Class: "tests.test_o.TestRefund", Name: "test_p[a/b.c]"}:         all[2].ID,
		{Class: "project.tests.test_o.TestRefund", Name: "test_p[a/b.c]"}: "",
		{Class: "tests.test_o", Name: "test_plain"}:                       all[3].ID,
		{Name: "tests/test_o.py::test_plain"}:                             all[3].ID,
		{Class: "shop.tests.OrderTests", Name: "test_each (i=1)"}:         all[4].ID,
		{Class: "tests.OrderTests", Name: "test_each"}:                    all[4].ID,
		{Class: "shop", Name: "shop.tests.OrderTests.test_each"}:          all[4].ID,
		{Class: "shop.tests.OrderTests", Name: "test_gone"}:               "",
		{}: "",
	}
	for test, want := range cases {
		if got, ok := find(test); got != want || ok != (want != "") {
			t.Errorf("%+v is %q, %t, want %q", test, got, ok, want)
		}
	}
}

func TestTheFailingProcessOfAReportCounts(t *testing.T) {
	all := testsOf("a.TestA", "a.TestB", "a.TestC")
	how := suite.Signature{Outcome: suite.Fail, Text: "x"}
	r := ran.Report{Processes: []ran.Process{
		{Worker: 1, Tests: []ran.Test{{Name: "a.TestC"}, {Name: "a.TestGone"}}},
		{Worker: 2, Tests: []ran.Test{{Name: "a.TestA"}, {Name: "a.TestB/x", Failed: true, How: how}, {Name: "a.TestB/y"}}},
		{Worker: 2, Tests: []ran.Test{{Name: "a.TestB", Failed: true}}},
	}}
	then := newThen(r, all)
	got, ok := then.failing(all[1])
	want := failing{test: all[1], before: suite.Order{"a.TestA"}, beside: []suite.Order{{"a.TestC"}}, known: how, seen: true, worker: 2}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(failing{})); diff != "" || !ok {
		t.Error(diff)
	}
	if got := then.warnings(r); !cmp.Equal(got, []string{"1 of 6 tests are not in the suite, and are left out"}) {
		t.Errorf("it warns %q", got)
	}
}

func TestReportsThatSortByOutcomeAreTakenInTheSuitesOrder(t *testing.T) {
	all := testsOf("a.TestA", "a.TestB", "a.TestC")
	r := ran.Report{Sorted: "gotestsum", Processes: []ran.Process{
		{Tests: []ran.Test{{Class: "a", Name: "TestC", Failed: true}, {Class: "a", Name: "TestA"}}},
	}}
	then := newThen(r, all)
	if got, ok := then.failing(all[2]); !ok || !cmp.Equal(got.before, suite.Order{"a.TestA"}) {
		t.Errorf("before it ran %v, %t", got.before, ok)
	}
	if got := strings.Join(then.warnings(r), "\n"); !strings.HasPrefix(got, "gotestsum sorts tests by their outcomes") {
		t.Errorf("it warns %q", got)
	}
}

func TestManyTestsThatAreGoneTakeNoTime(t *testing.T) {
	var p ran.Process
	ids := make([]suite.ID, 20_000)
	for i := range ids {
		ids[i] = suite.ID(fmt.Sprintf("example.com/shop.Test%d", i))
	}
	for i := range 100_000 {
		p.Tests = append(p.Tests, ran.Test{Name: fmt.Sprintf("example.com/shop.TestGone%d", i)})
	}
	if then := newThen(ran.Report{Processes: []ran.Process{p}}, testsOf(ids...)); then.lost != 100_000 {
		t.Errorf("%d are gone", then.lost)
	}
}

func testsOf(ids ...suite.ID) []suite.Test {
	tests := make([]suite.Test, len(ids))
	for i, id := range ids {
		tests[i] = suite.Test{ID: id}
	}
	return tests
}
