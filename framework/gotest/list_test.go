package gotest_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/suite"
)

func TestListReportsWhatHasNothingToRun(t *testing.T) {
	type result struct {
		Unit    string
		Outcome suite.Outcome
		Reason  string
		Says    string // the last line of its output
	}
	want := []result{
		{"broken", suite.Fail, "build failed", "broken/broken.go:3:12: undefined: undefined"},
		{"empty", suite.Skip, "no test files", ""},
		{"importsbroken", suite.Fail, "build failed", "broken/broken.go:3:12: undefined: undefined"},
		{"needsbroken", suite.Fail, "build failed", "broken/broken.go:3:12: undefined: undefined"},
		{"notests", suite.Pass, "no tests to run", ""},
		{"polluter/inner", suite.Skip, "no test files", ""},
		{"setup", suite.Fail, "setup failed", "\tgo get nowhere.example/x/y"},
		{"vetted", suite.Fail, "vet failed", `vetted/vetted_test.go:8:40: fmt.Printf format %d has arg "x" of wrong type string`},
	}
	var got []result
	for _, r := range openZoo(t).listing.Results {
		lines := strings.Split(strings.TrimRight(string(r.Output), "\n"), "\n")
		got = append(got, result{strings.TrimPrefix(r.Unit, zooPath), r.Outcome, r.Reason, lines[len(lines)-1]})
	}
	slices.SortFunc(got, func(a, b result) int { return cmp.Compare(a.Unit, b.Unit) })
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestListTellsKindsPlacesAndParallelTests(t *testing.T) {
	z := openZoo(t)
	if z.listing.Name != "zoo" {
		t.Errorf("the suite is called %q, want zoo", z.listing.Name)
	}
	want := []suite.Test{
		{ID: zooPath + "ordinary.TestPass", Kind: suite.KindTest},
		{ID: zooPath + "ordinary.TestParallelOne", Kind: suite.KindTest, Parallel: true},
		{ID: zooPath + "ordinary.TestParallelSubtests", Kind: suite.KindTest},
		{ID: zooPath + "ordinary.FuzzSeeds", Kind: suite.KindFuzz},
		{ID: zooPath + "ordinary.ExampleDouble_again", Kind: suite.KindExample},
	}
	got := z.tests(t, "ordinary", "TestPass", "TestParallelOne", "TestParallelSubtests", "FuzzSeeds", "ExampleDouble_again")
	for i := range want {
		want[i].Unit, want[i].File = zooPath+"ordinary", "ordinary/outside_test.go"
		if got[i].Line == 0 {
			t.Errorf("%s has no line", got[i].ID)
		}
		got[i].Line = 0
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestListKeepsSourceOrderWithinEachKind(t *testing.T) {
	place := func(x suite.Test) int { return slices.Index([]suite.Kind{"test", "fuzz", "example"}, x.Kind) }
	tests := openZoo(t).tests(t, "ordinary")
	if !slices.IsSortedFunc(tests, func(a, b suite.Test) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	}) {
		t.Errorf("tests are not in source order: %v", tests)
	}
}

func TestPackagesOfOneNameHaveBinariesOfTheirOwn(t *testing.T) {
	z := openZoo(t)
	z.tests(t, "a/dup", "TestOfa")
	z.tests(t, "b/dup", "TestOfb")
}

func TestIsPattern(t *testing.T) {
	fw := openZoo(t).fw
	cases := map[string]bool{
		"./...": true, "./orders": true, "example.com/shop/orders": true, "orders": true, "std": true, "...": true,
		"example.com/shop/Testing": true, "./TestData": true, "example.com/Tester/x": true,
		"TestRefund": false, "orders.TestRefund": false, "orders.TestRefund/partial.go/x": false,
		"example.com/shop/orders.TestRefund": false, "Example": false, "shop.Example_usage": false, "FuzzParse": false,
	}
	for arg, want := range cases {
		if got := fw.IsPattern(arg); got != want {
			t.Errorf("IsPattern(%q) = %v, want %v", arg, got, want)
		}
	}
}
