package app

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/framework/python"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/suite"
)

// InPython reports whether the suite is one in Python.
func (s *Session) InPython() bool { return invocation.InPython(s.Config.Framework) }

// finding is the name of the phase in which tests are found.
func (s *Session) finding() string {
	if invocation.InPython(s.Config.Framework) {
		return "discovery"
	}
	return "build"
}

// interpreter says which Python ran the suite, and what of its own configuration
// was left out.
func (s *Session) interpreter() []suite.Note {
	f, ok := s.Framework.(*python.Framework)
	if !ok {
		return nil
	}
	path, version := f.Interpreter()
	notes := []suite.Note{{Topic: "python", Text: fmt.Sprintf("%s (%s)", path, version)}}
	if ignored := f.Ignored(); len(ignored) > 0 {
		notes = append(notes, suite.Note{Topic: "python", Text: "without effect here: " + strings.Join(ignored, ", ")})
	}
	notes = append(notes, invocation.Chosen(s.Config)...)
	engines := f.Engines()
	for _, alias := range slices.Sorted(maps.Keys(engines)) {
		text := "%s: ptr has no backend for %s, so that the suite makes this database anew in each worker"
		notes = append(notes, suite.Note{Topic: "database", Text: fmt.Sprintf(text, alias, engines[alias])})
	}
	return notes
}
