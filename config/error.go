package config

import (
	"fmt"
	"strings"
)

// An Error says what is wrong with a setting, and where.
type Error struct {
	File         string // "" if the setting stands in no file
	Line, Column int    // from 1, in characters; 0 if unknown
	Text         string
	Hint         string // a way out; may be ""
}

// Error is "file:line:column: text", without the parts that are unknown.
func (e *Error) Error() string {
	switch {
	case e.File == "":
		return e.Text
	case e.Line == 0:
		return fmt.Sprintf("%s: %s", e.File, e.Text)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Text)
}

// A problem is an [Error] whose place in the file is known by name only.
type problem struct {
	path       []string // of keys, and of indices into lists, such as env, 1
	within     int      // characters from the beginning of the value
	text, hint string
}

func (p *problem) Error() string { return p.text }

// useOneOf is the hint that lists names.
func useOneOf(names []string) string { return "use one of " + strings.Join(names, ", ") }
