package reports_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/suite"
)

func TestUnitThatIsSkippedAsAWholeHasNotDied(t *testing.T) {
	var out bytes.Buffer
	text := reports.NewText(&out, reports.TextOptions{})
	for _, e := range []suite.Event{
		suite.RunStarted{Units: []suite.Unit{{Name: stock}}},
		suite.WorkerDied{Worker: 1, Process: 1, Unit: stock, Reason: "exit status 0"},
		suite.UnitEnded{UnitResult: suite.UnitResult{Unit: stock, Outcome: suite.Skip, Reason: "skipped by TestMain", Output: []byte("no DSN\n")}},
	} {
		if err := text.Event(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := text.Close(); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); strings.Contains(got, "died") || !strings.Contains(got, "skipped by TestMain\n      no DSN\n") {
		t.Errorf("it says:\n%s", got)
	}
}
