package gotest

import (
	"fmt"
	"strings"
)

// Package testing accepts a TestX in a package's own test files and another in those
// outside of it. The second of such twins is called TestX#01, as a subtest would be; a
// process that isn't fed can't tell them apart, and runs both.

// numbered is what name is called where taken has it already.
func numbered[V any](name string, taken map[string]V) string {
	first := name
	for n := 1; ; n++ {
		if _, ok := taken[name]; !ok {
			return name
		}
		name = fmt.Sprintf("%s#%02d", first, n)
	}
}

// function is the name of the function that the test called name is.
func function(name string) string {
	name, _, _ = strings.Cut(name, "#")
	return name
}

// isTwin reports whether another test has the name of this one's function.
func isTwin(name string) bool { return name != function(name) }

// twins are the names of those among t's tests.
func (t *target) twins() []string {
	var names []string
	for _, x := range t.tests {
		if name := nameOf(x.ID, x.Unit); isTwin(name) {
			names = append(names, name)
		}
	}
	return names
}
