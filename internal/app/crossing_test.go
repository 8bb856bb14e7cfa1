package app

import (
	"path/filepath"
	"testing"

	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
)

func TestAFileThatWorkersShareIsNamedWhereTestsFail(t *testing.T) {
	dir := t.TempDir()
	left := func(worker int, path string) suite.Ended {
		return suite.Ended{Attempt: suite.Attempt{Worker: worker, Leaks: []suite.Leak{{Kind: suite.LeakFile, What: "fd 3: " + path}}}}
	}
	again := left(2, filepath.Join(dir, "test.db"))
	again.Cause = suite.Diagnosis
	one, failed := left(1, filepath.Join(dir, "test.db")), []suite.ID{"a"}
	const shared = "tests of 2 workers have test.db open, which is one file for all of them: if they get in each other's way, --workers 1 keeps them apart"
	for name, c := range map[string]struct {
		events []suite.Event
		failed []suite.ID
		want   string
	}{
		"two workers":           {[]suite.Event{one, left(2, filepath.Join(dir, "test.db (deleted)"))}, failed, shared},
		"nothing failed":        {[]suite.Event{one, left(2, filepath.Join(dir, "test.db"))}, nil, ""},
		"one worker":            {[]suite.Event{one, left(1, filepath.Join(dir, "test.db"))}, failed, ""},
		"when run again alone":  {[]suite.Event{one, again}, failed, ""},
		"elsewhere":             {[]suite.Event{left(1, "/dev/null"), left(2, "/dev/null")}, failed, ""},
		"what has no name":      {[]suite.Event{left(1, "pipe:[1]"), left(2, "pipe:[1]")}, failed, ""},
		"each its own":          {[]suite.Event{one, left(2, filepath.Join(dir, "2.db"))}, failed, ""},
		"another kind of thing": {[]suite.Event{one, suite.Ended{Attempt: suite.Attempt{Worker: 2, Leaks: []suite.Leak{{Kind: suite.LeakEnv, What: "A: " + dir + "/test.db"}}}}}, failed, ""},
	} {
		t.Run(name, func(t *testing.T) {
			m, got := newCrossing(dir), ""
			for _, e := range c.events {
				m.see(e)
			}
			if notes := m.notes(run.Result{Failed: c.failed}); len(notes) > 0 {
				got = notes[0].Text
			}
			if got != c.want {
				t.Errorf("it says %q, want %q", got, c.want)
			}
		})
	}
}
