package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/suite"
)

// sought adds to the error that no test is meant where there is one, if that is known.
func (s *Session) sought(ctx context.Context, listing framework.Listing, err error) error {
	if notes := s.leftOut(ctx, listing); err != nil && len(notes) > 0 {
		return console.Usage(fmt.Errorf("%s", notes[0].Text), notes[0].Hint)
	}
	f, ok := s.Framework.(framework.Finder)
	var unknown *suite.UnknownError
	if !ok || !errors.As(err, &unknown) || len(unknown.Near) > 0 {
		return err
	}
	label := invocation.WithoutSubtest(unknown.Label)
	found, failed := f.Missing(ctx, func(id suite.ID, _ string) bool { return HasWord(string(id), label) })
	if failed != nil || len(found) == 0 {
		return err
	}
	return console.Usage(unknown, fmt.Sprintf("it is declared in %s: give %s", s.seen(found[0].File), s.toFind(found[0])))
}

// toFind are the flags with which a missing test is found.
func (s *Session) toFind(m framework.Missing) string {
	var words []string
	if m.Folder != "" {
		words = append(words, "-C "+reports.Quote(filepath.Join(s.Dir, m.Folder)))
	}
	if m.Flag != "" {
		words = append(words, reports.Quote(m.Flag))
	}
	return strings.Join(words, " ")
}

// leftOut says of units in which there is nothing to run that they have tests.
func (s *Session) leftOut(ctx context.Context, listing framework.Listing) []suite.Warned {
	f, ok := s.Framework.(framework.Finder)
	if !ok || len(listing.Tests) > 0 || s.Go.Run != "" || s.Go.Skip != "" {
		return nil
	}
	found, err := f.Missing(ctx, func(_ suite.ID, dir string) bool {
		return len(listing.Units) == 0 || slices.ContainsFunc(listing.Units, func(u suite.Unit) bool { return u.Dir == dir })
	})
	if err != nil || len(found) == 0 {
		return nil
	}
	return []suite.Warned{{
		Text: fmt.Sprintf("there are tests that are left out, such as those of %s", s.seen(found[0].File)),
		Hint: "give " + s.toFind(found[0]),
	}}
}

// seen is a file as seen from the suite's folder.
func (s *Session) seen(file string) string {
	if rel, err := filepath.Rel(s.Root, file); err == nil {
		return rel
	}
	return file
}
