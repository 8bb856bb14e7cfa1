package app

import (
	"testing"

	"github.com/ptr-project/ptr/suite"
)

// In a trial one test runs at a time, so that a process that ends has been ended by it.
func TestATestThatEndsItsProcessHasCrashed(t *testing.T) {
	ended := func(id suite.ID, o suite.Outcome) suite.Event {
		return suite.Ended{Attempt: suite.Attempt{Test: id, Outcome: o, Worker: 1, Process: 1}}
	}
	died := suite.WorkerDied{Worker: 1, Process: 1, Reason: "exit status 3"}
	tests := map[string]struct {
		events []suite.Event
		want   suite.Outcome // of b
	}{
		"it exits":                         {[]suite.Event{ended("a", suite.Pass), died, ended("b", suite.Unfinished)}, suite.Crash},
		"it hangs":                         {[]suite.Event{ended("a", suite.Pass), died, ended("b", suite.Timeout)}, suite.Timeout},
		"its database is lost":             {[]suite.Event{ended("a", suite.Pass), ended("b", suite.Unfinished), died}, suite.Unfinished},
		"the process of another lane ends": {[]suite.Event{suite.WorkerDied{Worker: 2}, ended("a", suite.Pass), ended("b", suite.Unfinished)}, suite.Unfinished},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWitness(suite.Order{"a", "b"})
			for _, e := range tt.events {
				w.see(e)
			}
			if got := w.attempts[1]; got.Outcome != tt.want || got.Outcome == suite.Crash && got.Failure != died.Reason {
				t.Errorf("b ended with %q (%s), want %q", got.Outcome, got.Failure, tt.want)
			}
		})
	}
}
