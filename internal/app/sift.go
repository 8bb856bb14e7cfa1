package app

import (
	"context"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/suite"
)

// sift finds the units that labels mean tests of, or that have the tests that are to run
// again, so that no others are built. It returns none where that can't be told: then all are.
func (s *Session) sift(ctx context.Context, labels []string) ([]string, error) {
	f, ok := s.Framework.(framework.Sifter)
	wanted := s.wanted
	if wanted == nil && len(labels) == 0 {
		wanted = s.failedBefore(ctx)
	}
	switch {
	case !ok || wanted == nil && len(labels) == 0:
		return nil, nil
	case wanted != nil:
		return f.Sift(ctx, nil, wanted)
	}
	found := make([]bool, len(labels))
	units, err := f.Sift(ctx, nil, func(id suite.ID) bool {
		meant := false
		for i, label := range labels {
			if HasWord(string(id), invocation.WithoutSubtest(label)) {
				found[i], meant = true, true
			}
		}
		return meant
	})
	if slices.Contains(found, false) {
		return nil, err // what is wrong with that label is told better once all are known
	}
	return units, err
}

// failedBefore reports whether a test is one that is to be run again since it failed. It
// is nil where none is known, or wanted: what is wrong with that is told once all tests are.
func (s *Session) failedBefore(ctx context.Context) func(suite.ID) bool {
	if !s.RerunFailed {
		return nil
	}
	name := s.Config.Name
	if name == "" { // it is the module's, which is not known yet
		latest, err := FindRun(ctx, s.DB, nil)
		if err != nil {
			return nil
		}
		name = latest.Name
	}
	failures, err := s.DB.LastFailed(ctx, name)
	if err != nil || len(failures.Tests) == 0 {
		return nil
	}
	return func(id suite.ID) bool { return slices.Contains(failures.Tests, id) }
}

// Lonely reports whether a label means no test that history knows to have failed: then
// nothing is known of what ran beside it, and only its own units are needed.
func (s *Session) Lonely(ctx context.Context, label string) (bool, error) {
	failed, err := s.DB.EverFailed(ctx)
	if err != nil {
		return false, HistoryError(err)
	}
	return !slices.ContainsFunc(failed, func(id suite.ID) bool { return HasWord(string(id), invocation.WithoutSubtest(label)) }), nil
}

// HasWord reports whether name has word between two of the marks that part names.
func HasWord(name, word string) bool {
	const marks = "./:"
	word = strings.Trim(word, marks)
	if word == "" {
		return false
	}
	return strings.Contains(strings.Map(dotted, "."+name+"."), strings.Map(dotted, "."+word+"."))
}

func dotted(r rune) rune {
	if r == '/' || r == ':' {
		return '.'
	}
	return r
}
