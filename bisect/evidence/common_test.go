package evidence

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/suite"
)

func TestWhatNeighboursShareIsToldByTheirStatements(t *testing.T) {
	said := func(text, where string) suite.Statement { return suite.Statement{Text: text, Where: where} }
	victim := suite.Attempt{Test: "victim", Statements: []suite.Statement{
		said("SELECT count(*) FROM jobs", "a_test.go:7"), said("SELECT * FROM zones", "a_test.go:8"), said(`INSERT INTO "people" VALUES (1)`, "a_test.go:9"),
	}, Leaks: []suite.Leak{{Kind: suite.LeakFile, What: "fd 7: /tmp/lock"}}}
	neighbour := suite.Attempt{Test: "n", Statements: []suite.Statement{
		said("INSERT INTO public.jobs VALUES (1)", "b_test.go:7"), said("INSERT INTO jobs VALUES (2)", "b_test.go:8"), said("SELECT * FROM zones", "b_test.go:9"),
		said("DELETE FROM people", "b_test.go:10"), said("DELETE FROM others", "b_test.go:11"),
	}, Changes: []suite.Change{{Alias: "default", Where: "table people", Old: "1"}}, Leaks: []suite.Leak{{Kind: suite.LeakFile, What: "fd 9: /tmp/lock"}}}
	got := InCommon(
		Watched{victim, map[string][]string{"data.db": {"making", "removing"}, "own.txt": {"making"}}},
		[]Watched{{neighbour, map[string][]string{"data.db": {"writing"}, "other.txt": {"making"}}}},
	)
	want := []Common{
		{"file data.db", []Touch{{"victim", "making, removing it", ""}, {"n", "writing it", ""}}},
		{"open file /tmp/lock", []Touch{{"victim", "leaving it open", ""}, {"n", "leaving it open", ""}}},
		{"table jobs", []Touch{{"victim", "SELECT", "a_test.go:7"}, {"n", "INSERT", "b_test.go:7"}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
