package reports_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/suite"
)

func TestADeathSaysWhatBecomesOfTheTests(t *testing.T) {
	tests := map[string]struct {
		died suite.WorkerDied
		want string
	}{
		"under way":       {suite.WorkerDied{UnderWay: []suite.ID{"shop.TestBuy"}}, "note  w2 died in shop: signal: killed; what was under way runs again, alone\n"},
		"before any":      {suite.WorkerDied{When: "before its first test"}, "note  w2 died before its first test, in shop: signal: killed; what it had yet to run is run by another process\n"},
		"charged":         {suite.WorkerDied{Charged: "shop.TestBuy"}, ""},
		"its unit fails":  {suite.WorkerDied{When: "before its first test", Over: true}, ""},
		"between any two": {suite.WorkerDied{When: "between tests"}, "note  w2 died between tests, in shop: signal: killed; what it had yet to run is run by another process\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			tt.died.Worker, tt.died.Unit, tt.died.Reason = 2, "shop", "signal: killed"
			if err := reports.NewText(&out, reports.TextOptions{Width: 120}).Event(tt.died); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}
