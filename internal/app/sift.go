package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/history"
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

// recently is how many of the latest runs are looked through for failures.
const recently = 20

// SeekAmong has only those units built that have what labels mean, or what ran in the latest
// of the recent runs in which that failed: it may have been beside it.
func (s *Session) SeekAmong(ctx context.Context, labels []string) error {
	failed, err := s.DB.EverFailed(ctx)
	if err != nil {
		return HistoryError(err)
	}
	meant := func(id suite.ID) bool {
		return slices.ContainsFunc(labels, func(label string) bool { return HasWord(string(id), invocation.WithoutSubtest(label)) })
	}
	failed = slices.DeleteFunc(failed, func(id suite.ID) bool { return !meant(id) })
	if len(failed) == 0 { // nothing is known of what ran beside it
		s.Sought = labels
		return nil
	}
	beside, err := s.beside(ctx, failed)
	s.wanted = func(id suite.ID) bool { return beside[id] || meant(id) }
	return err
}

// beside are all tests of the latest recent run in which each of failed has failed.
func (s *Session) beside(ctx context.Context, failed []suite.ID) (map[suite.ID]bool, error) {
	runs, err := s.DB.Runs(ctx, recently)
	if err != nil {
		return nil, HistoryError(err)
	}
	beside := map[suite.ID]bool{}
	for _, r := range runs {
		ran, err := s.DB.Planned(ctx, r)
		if err != nil {
			return nil, HistoryError(err)
		}
		before := len(failed)
		failed = slices.DeleteFunc(failed, func(id suite.ID) bool {
			attempts, err2 := s.DB.AttemptsAt(ctx, r, id)
			err = errors.Join(err, err2)
			return slices.ContainsFunc(attempts, func(a history.Attempt) bool { return a.Outcome.Bad() })
		})
		if err != nil {
			return nil, HistoryError(err)
		}
		for _, t := range ran {
			if len(failed) < before {
				beside[t.ID] = true
			}
		}
	}
	return beside, nil
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
