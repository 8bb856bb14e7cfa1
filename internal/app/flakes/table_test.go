package flakes

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/flaky"
	"github.com/ptr-project/ptr/suite"
)

func TestTheTableFoldsWhereLinesAreShort(t *testing.T) {
	r := flaky.Report{
		Suite: flaky.Suite{Runs: 5},
		Flaky: []flaky.Result{{Test: "p.TestA", Cells: []flaky.Cell{{Order: "mixed", Count: suite.Count{Failed: 6, Passed: 6}}}}},
	}
	causes := []flaky.Cause{{Kind: flaky.OrderDependent, Text: "row_test.go:27: 1 people, want none", Tests: []suite.ID{"p.TestA"}, Red: 5}}
	tests := map[string]struct {
		bound int
		wide  bool
		want  string
	}{
		"a log": {0, true, ` kind              cause                                 tests   as in CI   otherwise       which
 order-dependent   row_test.go:27: 1 people, want none   1       5 of 5     6 of 12 mixed   p.TestA

`},
		"100 columns": {100, false, ` kind              cause                                tests   as in CI   otherwise
 order-dependent   row_test.go:27: 1 people, want no…   1       5 of 5     6 of 12 mixed

`},
		"50 columns": {50, false, ` order-dependent: row_test.go:27: 1 people, want
 no…
   tests: 1, as in CI: 5 of 5, otherwise: 6 of 12
   mixed

`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			s := &flakyScreen{out: &out, bound: tt.bound, wide: tt.wide, short: func(id suite.ID) string { return string(id) }}
			s.table(r, causes)
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}
