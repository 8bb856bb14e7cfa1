package config

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// placeholders are those that a pattern may have. Which of them a database
// has a value for depends on its backend.
var placeholders = [...]string{
	"alias", "database", "dsn", "host", "password", "path", "port", "socket", "url", "user", "worker",
}

// Expand replaces each {name} of pattern by its value; {{ and }} stand for
// braces. The error names a placeholder that has no value, and those that
// have one.
func Expand(pattern string, values map[string]string) (string, error) {
	var expanded strings.Builder
	err := eachPart(pattern, func(text string, placeholder bool) error {
		if !placeholder {
			expanded.WriteString(text)
			return nil
		}
		value, ok := values[text]
		if !ok {
			return &placeholderError{text, slices.Sorted(maps.Keys(values))}
		}
		expanded.WriteString(value)
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("pattern %q: %w", pattern, err)
	}
	return expanded.String(), nil
}

// Variables are the names of the environment variables of patterns such as DSN={path}.
func Variables(patterns []string) []string {
	var names []string
	for _, pattern := range patterns {
		name, _, _ := strings.Cut(pattern, "=")
		names = append(names, name)
	}
	return names
}

// ExpandAll expands every one of patterns, each NAME=pattern, to NAME=VALUE.
func ExpandAll(patterns []string, values map[string]string) ([]string, error) {
	expanded := make([]string, len(patterns))
	for i, pattern := range patterns {
		name, value, _ := strings.Cut(pattern, "=")
		value, err := Expand(value, values)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		expanded[i] = name + "=" + value
	}
	return expanded, nil
}

// A placeholderError says that nothing of that name can stand in braces.
type placeholderError struct {
	name  string
	there []string
}

func (e *placeholderError) Error() string {
	return fmt.Sprintf("unknown placeholder {%s}, there are {%s}", e.name, strings.Join(e.there, "}, {"))
}

// eachPart calls part for the texts and placeholders of pattern.
func eachPart(pattern string, part func(text string, placeholder bool) error) error {
	for pattern != "" {
		text, placeholder, rest, err := nextPart(pattern)
		if err != nil {
			return err
		}
		if err := part(text, placeholder); err != nil {
			return err
		}
		pattern = rest
	}
	return nil
}

// nextPart takes one text or placeholder off the front of pattern, which is
// not empty.
func nextPart(pattern string) (text string, placeholder bool, rest string, err error) {
	switch {
	case strings.HasPrefix(pattern, "{{"), strings.HasPrefix(pattern, "}}"):
		return pattern[:1], false, pattern[2:], nil
	case pattern[0] == '}':
		return "", false, "", errors.New("} without {; write }} for a brace")
	case pattern[0] == '{':
		name, rest, closed := strings.Cut(pattern[1:], "}")
		if !closed {
			return "", false, "", errors.New("{ without }; write {{ for a brace")
		}
		return name, true, rest, nil
	}
	end := strings.IndexAny(pattern, "{}")
	if end < 0 {
		end = len(pattern)
	}
	return pattern[:end], false, pattern[end:], nil
}

// Uses reports whether any pattern of d has the placeholder.
func (d Database) Uses(placeholder string) bool {
	for _, pattern := range slices.Concat(d.Env, d.CommandEnv) {
		_, value, _ := strings.Cut(pattern, "=")
		used := false
		_ = eachPart(value, func(text string, is bool) error { // patterns have been checked
			used = used || is && text == placeholder
			return nil
		})
		if used {
			return true
		}
	}
	return false
}
