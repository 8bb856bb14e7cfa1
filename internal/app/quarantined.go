package app

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"github.com/ptr-project/ptr/config/quarantine"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
)

// LoadQuarantine reads the list beside the ptr.toml in dir.
func LoadQuarantine(dir string) (quarantine.List, error) {
	list, err := quarantine.Load(filepath.Join(dir, quarantine.FileName))
	var unread *fs.PathError
	switch {
	case errors.As(err, &unread):
		return nil, console.Failure(err, "ptr needs to read who is in quarantine")
	case err != nil:
		return nil, console.Usage(err, "correct the file, or take the entry out")
	}
	return list, nil
}

// excused reports whether a test is in quarantine.
func (s *Session) excused(id suite.ID) bool {
	e, there := s.quarantine.Of(id)
	return there && e.Holds(time.Now())
}

// counted is how many tests have that verdict and are not excused.
func (s *Session) counted(r run.Result, v suite.Verdict) int {
	n := 0
	for id, verdict := range r.Verdicts {
		if verdict == v && !s.excused(id) {
			n++
		}
	}
	return n
}

// quarantined are notes on the tests in quarantine that were run.
func (s *Session) quarantined(r run.Result, now time.Time) []suite.Note {
	var notes []suite.Note
	note := func(format string, args ...any) {
		notes = append(notes, suite.Note{Topic: "excused", Text: fmt.Sprintf(format, args...)})
	}
	short := suite.NewNames(slices.Collect(maps.Keys(r.Verdicts))).Short
	for _, e := range s.quarantine {
		verdict, planned := r.Verdicts[e.Test]
		bad := verdict == suite.Failed || verdict == suite.Flaky
		switch {
		case !planned && s.Whole():
			note("there is no %s any more: ptr quarantine remove %s", e.Test, reports.Quote(string(e.Test)))
		case bad && e.Holds(now):
			note("%s %s, which does not count until %s: %s", short(e.Test), became(verdict), e.Until.Format(time.DateOnly), e.Reason)
		case bad:
			note("%s was until %s, and counts again: %s", short(e.Test), e.Until.Format(time.DateOnly), e.Reason)
		}
	}
	return notes
}

func became(v suite.Verdict) string {
	if v == suite.Flaky {
		return "passed on a retry"
	}
	return "failed"
}
