package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
)

// remember keeps what a search has found, for reports of later runs.
func (s *session) remember(ctx context.Context, a Answer, told account, now time.Time) error {
	if a.Finding.Kind == bisect.NotReproduced {
		return nil
	}
	err := s.db.Explain(ctx, history.Explanation{
		Suite: s.name, Test: a.Finding.Victim, At: now, Run: a.Run, Text: strings.Join(told.sentences, "; "),
	})
	if err != nil {
		return historyError(err)
	}
	return nil
}

// explainedBefore are notes on tests that failed now, and about which ptrbisect has found
// something out.
func (s *session) explainedBefore(ctx context.Context, r run.Result) []suite.Note {
	var notes []suite.Note
	for _, id := range r.Failed[:min(len(r.Failed), mostAccused)] {
		e, ok, err := s.db.Explained(ctx, s.name, id)
		if err != nil || !ok {
			continue
		}
		notes = append(notes, suite.Note{Topic: "why", Text: explanationOf(e)})
	}
	return notes
}

// explanationOf is one in words.
func explanationOf(e history.Explanation) string {
	whose := ""
	if e.Run != "" {
		whose = " for run " + e.Run
	}
	return fmt.Sprintf("%s (ptrbisect found this on %s%s)", e.Text, e.At.Local().Format("2006-01-02"), whose)
}
