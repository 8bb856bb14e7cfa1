package app

import (
	"context"
	"fmt"

	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
)

// explainedBefore are notes on tests that failed now, and about which ptrbisect has found
// something out.
func (s *Session) explainedBefore(ctx context.Context, r run.Result) []suite.Note {
	var notes []suite.Note
	for _, id := range r.Failed[:min(len(r.Failed), mostAccused)] {
		e, ok, err := s.DB.Explained(ctx, s.Name, id)
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
