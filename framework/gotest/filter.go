package gotest

import (
	"fmt"
	"regexp"
	"strings"
)

// A filter is -run and -skip as package testing understands them.
type filter struct{ run, skip alternatives }

// alternatives are what a pattern has between its bars, each a list of what it
// has between slashes: one expression for each level of subtests.
type alternatives [][]*regexp.Regexp

func newFilter(run, skip string) (filter, error) {
	var f filter
	var err error
	if f.run, err = parseAlternatives("-run", run); err != nil {
		return f, err
	}
	f.skip, err = parseAlternatives("-skip", skip)
	return f, err
}

func parseAlternatives(flag, pattern string) (alternatives, error) {
	if pattern == "" {
		return nil, nil
	}
	var all alternatives
	for _, levels := range split(pattern) {
		var one []*regexp.Regexp
		for _, level := range levels {
			re, err := regexp.Compile(rewrite(level))
			if err != nil {
				return nil, fmt.Errorf("%s %q: %w", flag, pattern, err)
			}
			one = append(one, re)
		}
		all = append(all, one)
	}
	return all, nil
}

// selects reports whether the test called name, not a subtest, is to run.
// Package testing decides on subtests.
func (f filter) selects(name string) bool {
	if len(f.run) > 0 && !f.run.match(name, true) {
		return false
	}
	return !f.skip.match(name, false)
}

// match reports what the first alternative that fits name's only level says:
// whether one that also has deeper levels counts.
func (a alternatives) match(name string, partial bool) bool {
	for _, levels := range a {
		if levels[0].MatchString(name) {
			return partial || len(levels) == 1
		}
	}
	return false
}

// split divides pattern at bars and slashes that are not within brackets, as
// package testing does.
func split(pattern string) [][]string {
	var all [][]string
	var levels []string
	brackets, parens, from := 0, 0, 0
	cut := func(i int) {
		levels = append(levels, pattern[from:i])
		from = i + 1
	}
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '[':
			brackets++
		case c == ']':
			brackets = max(0, brackets-1)
		case c == '(' && brackets == 0:
			parens++
		case c == ')' && brackets == 0:
			parens--
		case c == '\\':
			i++
		case c == '/' && brackets == 0 && parens == 0:
			cut(i)
		case c == '|' && brackets == 0 && parens == 0:
			cut(i)
			all, levels = append(all, levels), nil
		}
	}
	cut(len(pattern))
	return append(all, levels)
}

// rewrite is what package testing does to names, and so to patterns.
func rewrite(pattern string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("\t\n\v\f\r \u0085\u00a0", r) {
			return '_'
		}
		return r
	}, pattern)
}

// Names in the table of the generated file that are no tests.
const (
	askName    = "ptrzz"       // asks what to run
	unusedName = "ptrzzunused" // is skipped
)

// everything is a pattern that matches all names. That there is one tells a
// TestMain that wants all tests to have run that this process may not have them all.
const everything = "."

// filterFlags are the -test.run and -test.skip of a process that is fed: they must
// let its own entry through, twins under their other names, leave out unused
// ones, and decide on subtests.
func (f *Framework) filterFlags(twins []string) []string {
	skip := "^" + unusedName + "$"
	if f.o.Skip != "" {
		for _, levels := range split(f.o.Skip) {
			// Tests that it leaves out whole aren't fed. With a slash, it can't
			// meet ptr's own entry, and leaves out subtests as before.
			skip += "|" + strings.Join(levels, "/")
			if len(levels) == 1 {
				skip += "/"
			}
		}
	}
	run := everything
	if f.o.Run != "" {
		run = f.o.Run + "|^" + askName + "$"
		for _, twin := range twins {
			run += "|" + f.only(twin)
		}
	}
	return []string{"-test.skip=" + skip, "-test.run=" + run}
}
