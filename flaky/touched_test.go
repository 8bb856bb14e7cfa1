package flaky_test

import (
	"fmt"
	"testing"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/suite"
)

func leaves(id suite.ID, where ...string) suite.Attempt {
	a := suite.Attempt{Test: id, Outcome: suite.Pass}
	for _, w := range where {
		a.Changes = append(a.Changes, suite.Change{Alias: "default", Where: w, New: "(1)"})
	}
	return a
}

func says(a suite.Attempt, statements ...string) suite.Attempt {
	for _, s := range statements {
		a.Statements = append(a.Statements, suite.Statement{Text: s})
	}
	return a
}

func TestConflictsIn(t *testing.T) {
	variable := func(id suite.ID) suite.Attempt {
		return suite.Attempt{Test: id, Changes: []suite.Change{{Where: "cache", Old: "1", New: "2"}}}
	}
	tests := map[string]struct {
		attempts []suite.Attempt
		want     string
	}{
		"a writer and who reads": {[]suite.Attempt{
			says(leaves("w", "table people"), "INSERT INTO people VALUES (1)"), says(leaves("r"), "SELECT * FROM people JOIN x"), says(leaves("o"), "SELECT 1 FROM other"),
		}, "w-r table people"},
		"schemas and quotes":      {[]suite.Attempt{leaves("w", "table public.people"), says(leaves("r"), `SELECT 1 FROM "People"`)}, "w-r table public.people"},
		"who reads comes first":   {[]suite.Attempt{leaves("w", "table t"), says(leaves("x"), "INSERT INTO t VALUES (1)"), says(leaves("r"), "SELECT 1 FROM t")}, "w-r table t, w-x table t"},
		"both write":              {[]suite.Attempt{leaves("a", "table t"), leaves("b", "table t")}, "a-b table t, b-a table t"},
		"variables":               {[]suite.Attempt{variable("a"), variable("b"), leaves("c", "table cache")}, "a-b cache, b-a cache"},
		"numbers come last":       {[]suite.Attempt{leaves("a", "AUTO_INCREMENT of t", "table u"), leaves("b", "AUTO_INCREMENT of t"), leaves("c", "table u")}, "a-c table u, c-a table u, a-b AUTO_INCREMENT of t, b-a AUTO_INCREMENT of t"},
		"of itself":               {[]suite.Attempt{says(leaves("w", "table t", "table t"), "SELECT 1 FROM t", "SELECT 1 FROM u", "SELECT 1 FROM t")}, ""},
		"nobody leaves anything":  {[]suite.Attempt{says(leaves("r"), "SELECT 1 FROM t", "DELETE FROM t")}, ""},
		"nothing was looked at":   {nil, ""},
		"the same pair only once": {[]suite.Attempt{leaves("w", "table t", "table u"), says(leaves("r"), "SELECT 1 FROM t, u")}, "w-r table t"},
	}
	for name, tt := range tests {
		got := ""
		for _, c := range flaky.ConflictsIn(tt.attempts) {
			if got != "" {
				got += ", "
			}
			got += fmt.Sprintf("%s-%s %s", c.Writer, c.Reader, c.Where)
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
