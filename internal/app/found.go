package app

import (
	"context"

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
		notes = append(notes, suite.Note{Topic: "why", Text: e.String()})
	}
	return notes
}
