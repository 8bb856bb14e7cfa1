package app

import (
	"context"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/suite"
)

// sift finds the units that labels mean tests of, or that have the tests that are wanted,
// so that no others are built. It returns none where that can't be told: then all are.
func (s *Session) sift(ctx context.Context, labels []string) ([]string, error) {
	f, ok := s.Framework.(framework.Sifter)
	if ok && s.wanted != nil {
		return f.Sift(ctx, nil, s.wanted)
	}
	if !ok || len(labels) == 0 {
		return nil, nil
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
