package history_test

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/suite"
)

// Whenever ptr is killed, what it said was recorded is there.
func TestWhatWasRecordedOutlivesAKilledPtr(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.db")
	for _, after := range []int{1, 2, 9, 40} {
		shown := killedAfter(t, path, after)
		db := open(t, path)
		run, err := db.Find(t.Context(), history.Latest)
		if err != nil {
			t.Fatal(err)
		}
		if run.State != history.Killed || run.Summary.Tests() != 2 {
			t.Errorf("after %d events: %s with %+v, want it killed with 2 tests", after, run.State, run.Summary)
		}
		got := events(t, t, db, run)
		if len(got) < shown {
			t.Fatalf("%d events were recorded, %d are there", shown, len(got))
		}
		var want []suite.Event
		for i := 0; len(want) < len(got); i++ {
			want = append(want, victimEvents(someTests(2), i)...)
		}
		if diff := cmp.Diff(want[:len(got)], got); diff != "" {
			t.Errorf("after %d events (-want +got):\n%s", after, diff)
		}
	}
}

// killedAfter runs a victim, kills it when it has recorded so many events, and
// returns how many it said it had.
func killedAfter(t *testing.T, path string, events int) (shown int) {
	t.Helper()
	victim := exec.Command(os.Args[0])
	victim.Env = append(os.Environ(), victimVariable+"="+path)
	victim.Stderr = os.Stderr
	out, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(out)
	for shown < events && said.Scan() {
		shown++
	}
	victim.Process.Kill()
	for said.Scan() {
		shown++
	}
	victim.Wait()
	if shown < events {
		t.Fatalf("the victim ended by itself after %d events", shown)
	}
	return shown
}

// A killed run counts for what it had done.
func TestARunWhosePtrIsGoneIsSettled(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "history.db"))
	tests := someTests(3)
	gone := ourRun(t)
	gone.Owner = "1@never"
	failed := passed(tests[1], 1)
	failed.Outcome = suite.Fail
	record(t, t, db, gone, tests, []suite.Event{passed(tests[0], 0), failed, suite.Began{Test: tests[2].ID, Worker: 1, Process: 1}})

	got, err := db.Find(t.Context(), history.Latest)
	want := suite.Summary{Passed: 1, Failed: 1, NotRun: 1}
	if err != nil || got.State != history.Killed || got.Summary != want || !got.Finished.Equal(time.Unix(0, 1002)) {
		t.Errorf("Find(latest) = %+v, %v; want it killed at 1002 ns with %+v", got, err, want)
	}
	estimates, err := db.Estimates(t.Context(), "shop")
	wantEstimates := map[suite.ID]history.Estimate{
		tests[0].ID: {Duration: time.Microsecond, Runs: 1, Parallel: true},
		tests[1].ID: {FailedRecently: true},
	}
	if diff := cmp.Diff(wantEstimates, estimates); diff != "" || err != nil {
		t.Errorf("Estimates: %v (-want +got):\n%s", err, diff)
	}
}
