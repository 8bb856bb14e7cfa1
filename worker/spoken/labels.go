package spoken

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ptr-project/ptr/suite"
)

// A LabelError says that a label names no test.
type LabelError struct {
	Label string
	Text  string   // why, in the worker's words; may be ""
	Like  []string // names that are near it
}

func (e *LabelError) Error() string {
	if e.Text != "" {
		return fmt.Sprintf("%q names no test: %s", e.Label, e.Text)
	}
	return fmt.Sprintf("%q names no test", e.Label)
}

// Select lists the tests that labels name, or all if there are none. A label that
// the worker does not know is looked for among the names of all tests: a test is
// meant by any part of its name that is made of whole words, and so is what it
// belongs to. The error may be a [*LabelError] beside those of List.
func (w *Worker) Select(ctx context.Context, labels []string) (Listing, error) {
	listing, err := w.List(ctx, labels)
	if err != nil {
		return listing, err
	}
	var strange []Problem
	for _, p := range listing.Problems {
		if p.What == "label" {
			strange = append(strange, p)
		}
	}
	if len(strange) == 0 {
		return listing, nil
	}
	all, err := w.List(ctx, nil)
	if err != nil { // some cannot list all tests once they have listed a few
		return listing, errors.Join(&LabelError{strange[0].Name, strange[0].Text, strange[0].Like}, ctx.Err())
	}
	chosen := map[suite.ID]bool{}
	if len(strange) < len(labels) {
		for _, t := range listing.Tests {
			chosen[t.ID] = true
		}
	}
	for _, p := range strange {
		ids := named(all.Tests, p.Name)
		if len(ids) == 0 {
			return listing, &LabelError{p.Name, p.Text, p.Like}
		}
		for _, id := range ids {
			chosen[id] = true
		}
	}
	all.Tests = slices.DeleteFunc(all.Tests, func(t suite.Test) bool { return !chosen[t.ID] })
	return all, nil
}

// named are the tests of which label is a sequence of words, such as m2m_through
// or OrderTests.test_refund; with several such classes or modules, those of all.
func named(tests []suite.Test, label string) []suite.ID {
	var ids []suite.ID
	for _, t := range tests {
		if hasWords(string(t.ID), label) {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// hasWords reports whether words stands in name with nothing that belongs to a
// word before or behind it.
func hasWords(name, words string) bool {
	if words == "" {
		return false
	}
	for from := 0; ; {
		i := strings.Index(name[from:], words)
		if i < 0 {
			return false
		}
		begin := from + i
		before, _ := utf8.DecodeLastRuneInString(name[:begin])
		behind, _ := utf8.DecodeRuneInString(name[begin+len(words):])
		if (begin == 0 || !inWord(before)) && (begin+len(words) == len(name) || !inWord(behind)) {
			return true
		}
		from = begin + 1
	}
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }
