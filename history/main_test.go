package history_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/process"
	"github.com/ptr-project/ptr/suite"
)

// victimVariable names the history that this binary, started again by a test,
// is to write into until it is killed.
const victimVariable = "PTR_HISTORY_TEST_VICTIM"

func TestMain(m *testing.M) {
	if path := os.Getenv(victimVariable); path != "" {
		if err := recordUntilKilled(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// recordUntilKilled says after each event that it is recorded, and never ends.
func recordUntilKilled(path string) error {
	ctx := context.Background()
	db, err := history.Open(ctx, path)
	if err != nil {
		return err
	}
	mark, err := process.MarkOf(os.Getpid())
	if err != nil {
		return err
	}
	tests := someTests(2)
	run := history.Run{Name: "shop", Owner: mark.String()}
	rec, err := db.Begin(ctx, run, tests, nil)
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		for _, e := range victimEvents(tests, i) {
			if err := rec.Record(ctx, []suite.Event{e}); err != nil {
				return err
			}
			fmt.Println("recorded")
		}
	}
}

// victimEvents are what the i-th test that the victim runs comes to.
func victimEvents(tests []suite.Test, i int) []suite.Event {
	t := tests[i%2]
	end := passed(t, i)
	end.Output = fmt.Appendf(nil, "output %d", i)
	return []suite.Event{suite.Began{Test: t.ID, Worker: 1, Process: 1}, end}
}
