// Package perturb has the ways to provoke what time and luck hide from tests, with
// what a failure under each means. Here they are named, and it is said where each can be
// done; how is the business of frameworks, backends and processes. docs/perturbations.md
// describes them for users.
//
// A test that fails under a perturbation is provoked. It is not called flaky until it has
// been seen to fail without.
package perturb

import (
	"slices"
	"strings"
)

// A Perturbation is one of those ways.
type Perturbation struct {
	Name  string // as --perturb takes it
	Does  string // to the suite, such as "lets the wall clock tick once a second"
	Means string // what a test that fails of it relies on, such as "times being distinct"

	Values string // what may follow "NAME=", for people; "" if nothing may
	Usual  string // the value that the bare name stands for; "" if it needs one, or has none

	// Check says what is wrong with a value. It is nil where Values is "".
	Check func(value string) error

	// Lacks says why it can't be done on a ground; "" if it can, as far as is known
	// before the suite is built.
	Lacks func(Ground) string

	// Env are variables, as NAME=VALUE, that every process has which runs tests.
	// It may be nil.
	Env func(value string, seed uint64) []string
}

// A Ground is what a suite is run on.
type Ground struct {
	Framework string   // as --framework takes it
	Python    bool     // it is one of Python's
	Django    bool     // its databases are reached through Django
	Backends  []string // of its databases; each once
	System    string   // as runtime.GOOS
	Own       bool     // each clone has a server of its own, unless it is a file
}

// has reports whether one of the databases is of a backend among these.
func (g Ground) has(backends ...string) bool {
	return slices.ContainsFunc(g.Backends, func(b string) bool { return slices.Contains(backends, b) })
}

// A Choice is a perturbation that was asked for.
type Choice struct {
	Perturbation
	Value string // "" if it takes none
}

// String is what --perturb takes for it.
func (c Choice) String() string {
	if c.Value == "" || c.Value == c.Usual {
		return c.Name
	}
	return c.Name + "=" + c.Value
}

// Choices are those of one run, each at most once, in the order of [All].
type Choices []Choice

// String is what --perturb takes for them: the condition under which a run runs.
func (all Choices) String() string {
	var words []string
	for _, c := range all {
		words = append(words, c.String())
	}
	return strings.Join(words, ",")
}

// Value is that of the perturbation called name; ok says whether it is one of these.
func (all Choices) Value(name string) (value string, ok bool) {
	for _, c := range all {
		if c.Name == name {
			return c.Value, true
		}
	}
	return "", false
}

// Named are those of these that have one of the names.
func (all Choices) Named(names ...string) Choices {
	return slices.DeleteFunc(slices.Clone(all), func(c Choice) bool { return !slices.Contains(names, c.Name) })
}

// Env are the variables of processes that run tests.
func (all Choices) Env(seed uint64) []string {
	var env []string
	for _, c := range all {
		if c.Perturbation.Env != nil {
			env = append(env, c.Perturbation.Env(c.Value, seed)...)
		}
	}
	return env
}

// A Skipped is a choice that can't be done, and why.
type Skipped struct {
	Choice Choice
	Why    string
}

// On divides choices into those that can be done on a ground and those that can't.
func (all Choices) On(g Ground) (here Choices, skipped []Skipped) {
	for _, c := range all {
		if why := c.Lacks(g); why != "" {
			skipped = append(skipped, Skipped{c, why})
			continue
		}
		here = append(here, c)
	}
	return here, skipped
}
