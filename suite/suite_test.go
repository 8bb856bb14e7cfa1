package suite_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/suite"
)

var shop = []suite.ID{
	"example.com/shop/orders.TestRefund",
	"example.com/shop/orders.TestCancel",
	"example.com/shop/stock.TestRefund",
	"example.com/shop/v2/stock.TestRefund",
	"people.tests.PeopleTest.test_join",
}

func TestShortIsTheShortestUniqueNameOfTwoParts(t *testing.T) {
	names := suite.NewNames(shop)
	cases := map[suite.ID]string{
		"example.com/shop/orders.TestRefund":         "orders.TestRefund",
		"example.com/shop/orders.TestRefund/partial": "orders.TestRefund/partial",
		"example.com/shop/orders.TestRefund/a.b/c":   "orders.TestRefund/a.b/c",
		"example.com/shop/stock.TestRefund":          "shop/stock.TestRefund",
		"example.com/shop/v2/stock.TestRefund":       "v2/stock.TestRefund",
		"people.tests.PeopleTest.test_join":          "PeopleTest.test_join",
		"never/heard.of":                             "never/heard.of",
	}
	for id, want := range cases {
		if got := names.Short(id); got != want {
			t.Errorf("Short(%q) = %q, want %q", id, got, want)
		}
	}
}

func TestResolve(t *testing.T) {
	names := suite.NewNames(shop)
	cases := map[string]suite.ID{
		"TestCancel":          "example.com/shop/orders.TestCancel",
		"TestCancel/twice":    "example.com/shop/orders.TestCancel/twice",
		"orders.TestRefund":   "example.com/shop/orders.TestRefund",
		"test_join":           "people.tests.PeopleTest.test_join",
		string(shop[3]):       shop[3],
		"v2/stock.TestRefund": shop[3],
	}
	for label, want := range cases {
		if got, err := names.Resolve(label); err != nil || got != want {
			t.Errorf("Resolve(%q) = %q, %v, want %q", label, got, err, want)
		}
	}
}

func TestResolveNamesTheCandidatesOfAnAmbiguousLabel(t *testing.T) {
	_, err := suite.NewNames(shop).Resolve("TestRefund")
	var got *suite.AmbiguousError
	if !errors.As(err, &got) {
		t.Fatalf("error %v, want an AmbiguousError", err)
	}
	if diff := cmp.Diff([]suite.ID{shop[0], shop[2], shop[3]}, got.Candidates); diff != "" {
		t.Error(diff)
	}
}

func TestResolveNamesWhatIsNearAnUnknownLabel(t *testing.T) {
	_, err := suite.NewNames(shop).Resolve("cancel")
	var got *suite.UnknownError
	if !errors.As(err, &got) {
		t.Fatalf("error %v, want an UnknownError", err)
	}
	if diff := cmp.Diff([]suite.ID{shop[1]}, got.Near); diff != "" {
		t.Error(diff)
	}
}

// What Short makes, Resolve understands: what ptr prints can be pasted.
func TestShortNamesResolve(t *testing.T) {
	part := rapid.StringMatching(`[a-c]{1,2}`)
	id := rapid.Custom(func(t *rapid.T) suite.ID {
		return suite.ID(part.Draw(t, "folder") + "/" + part.Draw(t, "package") + "." + part.Draw(t, "name"))
	})
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfNDistinct(id, 1, 12, rapid.ID[suite.ID]).Draw(t, "ids")
		names := suite.NewNames(ids)
		for _, id := range ids {
			if got, err := names.Resolve(names.Short(id)); err != nil || got != id {
				t.Errorf("%q is shown as %q, which is %q, %v", id, names.Short(id), got, err)
			}
		}
	})
}

// nodes are IDs of pytest's.
var nodes = []suite.ID{
	"tests/test_orders.py::TestRefund::test_all",
	"tests/test_orders.py::test_print[1.5]",
	"tests/test_orders.py::test_print[a::b/c]",
	"tests/test_broken.py",
	"more/test_orders.py::test_print[1.5]",
}

func TestNodeIDsAreShownWholeAndMeantByTheirEnds(t *testing.T) {
	names := suite.NewNames(nodes)
	for _, id := range nodes {
		if got := names.Short(id); got != string(id) {
			t.Errorf("Short(%q) = %q", id, got)
		}
	}
	cases := map[string]suite.ID{
		"test_all":                             nodes[0],
		"TestRefund::test_all":                 nodes[0],
		"test_print[a::b/c]":                   nodes[2],
		"test_broken.py":                       nodes[3],
		"more/test_orders.py::test_print[1.5]": nodes[4],
	}
	for label, want := range cases {
		if got, err := names.Resolve(label); err != nil || got != want {
			t.Errorf("Resolve(%q) = %q, %v, want %q", label, got, err, want)
		}
	}
}

func TestTheCandidatesForTheEndOfANodeIDAreNamed(t *testing.T) {
	_, err := suite.NewNames(nodes).Resolve("test_print[1.5]")
	var got *suite.AmbiguousError
	if !errors.As(err, &got) {
		t.Fatalf("error %v, want an AmbiguousError", err)
	}
	if diff := cmp.Diff([]suite.ID{nodes[1], nodes[4]}, got.Candidates); diff != "" {
		t.Error(diff)
	}
}

func TestJudge(t *testing.T) {
	type attempts = []suite.Attempt
	planned := func(o suite.Outcome) suite.Attempt { return suite.Attempt{Cause: suite.Planned, Outcome: o} }
	retry := func(o suite.Outcome) suite.Attempt { return suite.Attempt{Cause: suite.Retry, Outcome: o} }
	suspect := func(o suite.Outcome) suite.Attempt { return suite.Attempt{Cause: suite.Suspect, Outcome: o} }
	diagnosis := suite.Attempt{Cause: suite.Diagnosis, Outcome: suite.Pass}
	cases := map[string]struct {
		attempts attempts
		want     suite.Verdict
	}{
		"no attempt":                       {nil, suite.NotRun},
		"a pass":                           {attempts{planned(suite.Pass)}, suite.Passed},
		"a skip":                           {attempts{planned(suite.Skip)}, suite.Skipped},
		"an expected failure":              {attempts{planned(suite.ExpectedFailure)}, suite.Skipped},
		"an unexpected success":            {attempts{planned(suite.UnexpectedSuccess)}, suite.Failed},
		"a diagnosis changes nothing":      {attempts{planned(suite.Fail), diagnosis}, suite.Failed},
		"a retry that passes":              {attempts{planned(suite.Fail), retry(suite.Pass)}, suite.Flaky},
		"the last of two retries decides":  {attempts{planned(suite.Crash), retry(suite.Fail), retry(suite.Pass)}, suite.Flaky},
		"a retry that fails":               {attempts{planned(suite.Timeout), retry(suite.Fail)}, suite.Failed},
		"a suspect that passes alone":      {attempts{planned(suite.Unfinished), suspect(suite.Pass)}, suite.Passed},
		"a suspect that dies again":        {attempts{planned(suite.Unfinished), suspect(suite.Crash)}, suite.Failed},
		"only an attempt without an end":   {attempts{planned(suite.Unfinished)}, suite.NotRun},
		"ptr failed":                       {attempts{planned(suite.Broken)}, suite.Errored},
		"of repeated attempts one is bad":  {attempts{planned(suite.Pass), planned(suite.Fail), planned(suite.Pass)}, suite.Failed},
		"of repeated attempts one skipped": {attempts{planned(suite.Pass), planned(suite.Skip)}, suite.Passed},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			if got := suite.Judge(tt.attempts); got != tt.want {
				t.Errorf("Judge(%v) = %q, want %q", tt.attempts, got, tt.want)
			}
		})
	}
}

func TestASummaryCountsEveryVerdictOnce(t *testing.T) {
	var got suite.Summary
	for _, v := range []suite.Verdict{suite.Passed, suite.Failed, suite.Flaky, suite.Skipped, suite.Errored, suite.NotRun} {
		got.Add(v)
	}
	want := suite.Summary{Passed: 1, Failed: 1, Flaky: 1, Skipped: 1, Broken: 1, NotRun: 1}
	if got != want || got.Tests() != 6 {
		t.Errorf("got %+v of %d tests, want %+v of 6", got, got.Tests(), want)
	}
}
